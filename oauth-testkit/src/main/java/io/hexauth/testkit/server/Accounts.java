// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.http.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/**
 * Clients and users of the server.
 *
 * @param clients the secret by client id; empty for a public client
 * @param redirectUris the allowed redirect URIs; empty to allow any
 * @param users the password by user name
 */
record Accounts(
    ConcurrentMap<String, String> clients, Set<String> redirectUris, Map<String, String> users) {

  void changeSecret(String clientId, String secret) {
    if (clients.replace(clientId, secret) == null) {
      throw new IllegalArgumentException("The server does not know the client " + clientId);
    }
  }

  boolean knows(String clientId) {
    return clients.containsKey(clientId);
  }

  boolean isPublic(String clientId) {
    return clients.getOrDefault(clientId, "").isEmpty();
  }

  boolean allowsRedirectTo(String uri) {
    return redirectUris.isEmpty() || redirectUris.contains(uri);
  }

  boolean isUser(String name, String password) {
    return password.equals(users.get(name));
  }

  /** {@return the client, which must authenticate with exactly one method (RFC 6749 §2.3)} */
  String authenticate(ReceivedRequest request, Form form) throws OAuthFailure {
    Optional<String> header = request.header("authorization");
    Optional<String> secret = form.first("client_secret");
    if (header.isPresent()) {
      if (secret.isPresent()) {
        throw OAuthFailure.invalidRequest();
      }
      return basic(header.get(), form);
    }
    String id = form.first("client_id").orElseThrow(OAuthFailure::invalidClient);
    if (!knows(id) || !secret.orElse("").equals(clients.get(id))) {
      throw OAuthFailure.invalidClient();
    }
    return id;
  }

  /** Reads Basic credentials. Both parts are form-decoded after Base64 (RFC 6749 §2.3.1). */
  private String basic(String header, Form form) throws OAuthFailure {
    try {
      if (!header.startsWith("Basic ")) {
        throw OAuthFailure.invalidClient();
      }
      byte[] decoded = Base64.getDecoder().decode(header.substring(6));
      String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", -1);
      if (parts.length != 2) {
        throw OAuthFailure.invalidClient();
      }
      String id = formDecoded(parts[0]);
      if (isPublic(id)
          || !clients.getOrDefault(id, "").equals(formDecoded(parts[1]))
          || !form.first("client_id").orElse(id).equals(id)) {
        throw OAuthFailure.invalidClient();
      }
      return id;
    } catch (IllegalArgumentException e) {
      throw OAuthFailure.invalidClient();
    }
  }

  private static String formDecoded(String part) {
    return Form.decode("v=" + part).first("v").orElse("");
  }

  @Override
  public String toString() {
    return "Accounts" + clients.keySet();
  }
}
