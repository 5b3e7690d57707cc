// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client authentication of a registration. A client uses exactly one method (RFC 6749 §2.3).
 *
 * <p>Secrets are suppliers that are called for each request, so a new secret needs no restart. A
 * supplier must be safe for use by multiple threads.
 */
public sealed interface ClientAuthentication {

  /** {@return the registered name of the method} */
  ClientAuthenticationMethod method();

  /** {@return true for a public client, which has no secret (RFC 6749 §2.1)} */
  boolean isPublic();

  /**
   * {@return the reason why this method cannot be used with the client id, as a sentence; empty if
   * it can}
   */
  Optional<String> problemWith(ClientId clientId);

  /** {@return the credentials of one request; calls the supplier of the secret} */
  Credentials credentials(ClientId clientId);

  /**
   * Client authentication with HTTP Basic.
   *
   * @param secret supplier that is called for each request
   * @param encoding the encoding of id and secret before Base64
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
              "clientId has a colon, which raw Basic credentials cannot contain (RFC 7617 §2)")
          : Optional.empty();
    }

    @Override
    public Credentials credentials(ClientId clientId) {
      String password = ClientSecret.of(secret).value();
      byte[] pair =
          (encoding.encode(clientId.value()) + ":" + encoding.encode(password))
              .getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(pair);
      // The secrets also contain the header value without its padding, so that a server's text that
      // repeats it in this form is recognised.
      return new Credentials(
          Optional.of("Basic " + encoded), Map.of(), List.of(password, encoded.replace("=", "")));
    }

    @Override
    public String toString() {
      return "ClientSecretBasic[redacted]";
    }
  }

  /**
   * Client authentication with form parameters.
   *
   * @param secret supplier that is called for each request
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

  /** Authentication of a public client. The request contains only the client id. */
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

  /**
   * Credentials of one request. Credentials are equal if they have the same content, so a changed
   * secret results in different credentials.
   */
  final class Credentials {

    // Transient, so that libraries that write private fields as JSON leave it out.
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

    /** {@return the form parameters, in order} */
    public Map<String, String> parameters() {
      return parameters;
    }

    /** {@return the secret values, which are removed from texts of the server} */
    public List<String> secrets() {
      return secrets;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Credentials that
          && authorization.equals(that.authorization)
          && parameters.equals(that.parameters);
    }

    @Override
    public int hashCode() {
      return Objects.hash(authorization, parameters);
    }

    @Override
    public String toString() {
      return "Credentials[redacted]";
    }
  }

  /** Encoding of the two parts of Basic credentials before Base64. */
  enum CredentialEncoding {
    /** Form-urlencoded, as RFC 6749 §2.3.1 requires. */
    FORM,
    /** Unencoded UTF-8, for servers that do not follow RFC 6749 §2.3.1. */
    RAW;

    private String encode(String text) {
      return this == FORM ? URLEncoder.encode(text, StandardCharsets.UTF_8) : text;
    }
  }
}
