// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One way, and only one, in which a client authenticates (RFC 6749 §2.3: a client never uses two in
 * one request).
 *
 * <p>Secrets are suppliers, asked for each request, so that a rotated secret needs no restart. A
 * supplier must be safe for use by multiple threads.
 */
public sealed interface ClientAuthentication {

  /** {@return the method's registered name} */
  ClientAuthenticationMethod method();

  /** {@return whether the client is public: it proves nothing about itself (RFC 6749 §2.1)} */
  boolean isPublic();

  /** {@return why this method cannot carry the client id, as a sentence; empty if it can} */
  Optional<String> problemWith(ClientId clientId);

  /** {@return what a request carries to authenticate the client; asks the secret supplier} */
  Credentials credentials(ClientId clientId);

  /**
   * HTTP Basic.
   *
   * @param secret asked for each request
   * @param encoding how id and secret are encoded before Base64
   */
  record ClientSecretBasic(Supplier<ClientSecret> secret, CredentialEncoding encoding)
      implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }

    @Override
    public boolean isPublic() {
      return false;
    }

    @Override
    public Optional<String> problemWith(ClientId clientId) {
      return encoding == CredentialEncoding.RAW && clientId.value().indexOf(':') >= 0
          ? Optional.of(
              "clientId has a colon, which raw Basic credentials cannot carry (RFC 7617 §2)")
          : Optional.empty();
    }

    @Override
    public Credentials credentials(ClientId clientId) {
      String password = ClientSecret.of(secret).value();
      byte[] pair =
          (encoding.encode(clientId.value()) + ":" + encoding.encode(password))
              .getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(pair);
      // Without padding, so that an echo without it is recognised too.
      return new Credentials(
          Optional.of("Basic " + encoded), Map.of(), List.of(password, encoded.replace("=", "")));
    }

    @Override
    public String toString() {
      return "ClientSecretBasic[redacted]";
    }
  }

  /**
   * Id and secret as form parameters.
   *
   * @param secret asked for each request
   */
  record ClientSecretPost(Supplier<ClientSecret> secret) implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.CLIENT_SECRET_POST;
    }

    @Override
    public boolean isPublic() {
      return false;
    }

    @Override
    public Optional<String> problemWith(ClientId clientId) {
      return Optional.empty();
    }

    @Override
    public Credentials credentials(ClientId clientId) {
      String value = ClientSecret.of(secret).value();
      var parameters = new LinkedHashMap<String, String>();
      parameters.put("client_id", clientId.value());
      parameters.put("client_secret", value);
      return new Credentials(Optional.empty(), parameters, List.of(value));
    }

    @Override
    public String toString() {
      return "ClientSecretPost[redacted]";
    }
  }

  /** A public client, which has no secret. */
  record None() implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.NONE;
    }

    @Override
    public boolean isPublic() {
      return true;
    }

    @Override
    public Optional<String> problemWith(ClientId clientId) {
      return Optional.empty();
    }

    @Override
    public Credentials credentials(ClientId clientId) {
      return new Credentials(Optional.empty(), Map.of("client_id", clientId.value()), List.of());
    }
  }

  /** Credentials that a request carries to authenticate the client. */
  final class Credentials {

    // Transient: no library that writes private fields as JSON sees it.
    private final transient Optional<String> authorization;
    private final transient Map<String, String> parameters;
    private final transient List<String> secrets;

    private Credentials(
        Optional<String> authorization, Map<String, String> parameters, List<String> secrets) {
      this.authorization = authorization;
      this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      this.secrets = List.copyOf(secrets);
    }

    /** {@return the value of the {@code Authorization} header; empty if there is none} */
    public Optional<String> authorization() {
      return authorization;
    }

    /** {@return parameters of the form, in order} */
    public Map<String, String> parameters() {
      return parameters;
    }

    /** {@return the values that nothing that the server says may repeat} */
    public List<String> secrets() {
      return secrets;
    }

    @Override
    public String toString() {
      return "Credentials[redacted]";
    }
  }

  /** Encoding of the two parts of Basic credentials before Base64. */
  enum CredentialEncoding {
    /** Form-urlencoded, as RFC 6749 §2.3.1 says. */
    FORM,
    /** As they are, in UTF-8, for servers that never read that section. */
    RAW;

    private String encode(String text) {
      return this == FORM ? URLEncoder.encode(text, StandardCharsets.UTF_8) : text;
    }
  }
}
