// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.testkit.http.Handler;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.Grants.CodeRequest;
import io.hexauth.testkit.server.Grants.Issued;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Token endpoint (RFC 6749 §3.2). */
final class TokenHandler implements Handler {

  private final Accounts accounts;

  /** Parameter that names the subject, by grant type; empty if the client is the subject. */
  private final Map<String, String> extensionGrants;

  private final Grants grants;
  private final Supplier<Issuing> issuing;

  TokenHandler(
      Accounts accounts,
      Map<String, String> extensionGrants,
      Grants grants,
      Supplier<Issuing> issuing) {
    this.accounts = accounts;
    this.extensionGrants = extensionGrants;
    this.grants = grants;
    this.issuing = issuing;
  }

  @Override
  public Reply handle(ReceivedRequest request) {
    try {
      Form form = form(request);
      String client = accounts.authenticate(request, form);
      Issuing how = issuing.get();
      return Reply.json(200, json(issue(client, form, how), how))
          .withHeader("Cache-Control", "no-store");
    } catch (OAuthFailure e) {
      return e.reply();
    }
  }

  /**
   * Reads the form of a POST request. No parameter except {@code resource} may be repeated (RFC
   * 8707 §2).
   */
  static Form form(ReceivedRequest request) throws OAuthFailure {
    boolean isForm =
        request
            .header("content-type")
            .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
            .isPresent();
    try {
      Form form = request.form();
      boolean repeated =
          form.parameters().entrySet().stream()
              .anyMatch(p -> p.getValue().size() > 1 && !p.getKey().equals("resource"));
      if (!request.method().equals("POST") || !isForm || repeated) {
        throw OAuthFailure.invalidRequest();
      }
      return form;
    } catch (IllegalArgumentException e) {
      throw OAuthFailure.invalidRequest();
    }
  }

  private Issued issue(String client, Form form, Issuing how) throws OAuthFailure {
    String grantType = must(form, "grant_type");
    return switch (grantType) {
      case "authorization_code" -> grants.redeem(must(form, "code"), client, shown(form), how);
      case "client_credentials" -> clientCredentials(client, form, how);
      case "password" -> password(client, form, how);
      case "refresh_token" ->
          grants.refresh(must(form, "refresh_token"), client, scopes(form), how);
      default -> {
        String parameter = extensionGrants.get(grantType);
        if (parameter == null) {
          throw new OAuthFailure(400, "unsupported_grant_type");
        }
        String subject = parameter.isEmpty() ? client : must(form, parameter);
        yield grants.start(family(client, subject, form, how), how.refreshToken(), how);
      }
    };
  }

  private Issued clientCredentials(String client, Form form, Issuing how) throws OAuthFailure {
    if (accounts.isPublic(client)) {
      throw new OAuthFailure(400, "unauthorized_client");
    }
    return grants.start(family(client, client, form, how), false, how);
  }

  private Issued password(String client, Form form, Issuing how) throws OAuthFailure {
    String user = must(form, "username");
    if (!accounts.isUser(user, must(form, "password"))) {
      throw OAuthFailure.invalidGrant();
    }
    return grants.start(family(client, user, form, how), how.refreshToken(), how);
  }

  private static CodeRequest shown(Form form) {
    return new CodeRequest(
        form.first("redirect_uri").orElse(""),
        form.first("code_verifier").map(TokenHandler::challenge));
  }

  private static String challenge(String verifier) {
    try {
      return new CodeVerifier(verifier).challenge();
    } catch (IllegalArgumentException e) {
      return "none";
    }
  }

  private static Family family(String client, String subject, Form form, Issuing how) {
    return new Family(client, subject, how.scopes().orElseGet(() -> scopes(form).orElse(Set.of())));
  }

  static Optional<Set<String>> scopes(Form form) {
    return form.first("scope")
        .map(
            text ->
                Arrays.stream(text.split(" "))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static String must(Form form, String name) throws OAuthFailure {
    return form.first(name).orElseThrow(OAuthFailure::invalidRequest);
  }

  private static String json(Issued issued, Issuing how) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("access_token", quoted(issued.accessToken()));
    members.put("token_type", quoted("Bearer"));
    how.lifetime().ifPresent(l -> members.put("expires_in", String.valueOf(l.toSeconds())));
    issued.refreshToken().ifPresent(token -> members.put("refresh_token", quoted(token)));
    if (how.scopeMember()) {
      members.put("scope", quoted(String.join(" ", issued.scopes())));
    }
    members.putAll(how.extraMembers());
    return members.entrySet().stream()
        .map(m -> quoted(m.getKey()) + ":" + m.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** {@return the text as a JSON string} */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
