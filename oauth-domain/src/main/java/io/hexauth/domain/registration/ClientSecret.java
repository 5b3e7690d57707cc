// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client's password at the authorization server. {@link #toString()} redacts it.
 *
 * @param value the secret itself; for request writers only
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1">RFC 6749 §2.3.1</a>
 */
public record ClientSecret(String value) {

  /**
   * @throws IllegalArgumentException if the value is empty or has a control character
   */
  public ClientSecret {
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A client secret is not empty and has no control character");
    }
  }

  /**
   * Asks an application's supplier for the secret of a request.
   *
   * @throws TokenProviderException if it throws, or returns null or a text that cannot be a secret
   */
  public static ClientSecret ask(
      ClientRegistrationId registration, Supplier<ClientSecret> supplier) {
    ClientSecret secret;
    try {
      secret = supplier.get();
    } catch (Refused e) {
      throw failed(registration, e.reason, e.getCause());
    } catch (RuntimeException | Error e) {
      throw failed(registration, Reason.FAILED, e);
    }
    if (secret == null) {
      throw failed(registration, Reason.NOTHING, null);
    }
    return secret;
  }

  private static TokenProviderException failed(
      ClientRegistrationId registration, Reason reason, @Nullable Throwable cause) {
    return new TokenProviderException(registration, "the client secret supplier", reason, cause);
  }

  /** The secret that an application's supplier returned. */
  static ClientSecret supplied(@Nullable String secret) {
    if (secret == null) {
      throw new Refused(Reason.NOTHING, null);
    }
    try {
      return new ClientSecret(secret);
    } catch (IllegalArgumentException e) {
      throw new Refused(Reason.NOT_ALLOWED, e);
    }
  }

  /** Tells what a supplier returned from what it threw. */
  private static final class Refused extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refused(Reason reason, @Nullable Throwable cause) {
      super("The supplier returned no client secret", cause);
      this.reason = reason;
    }
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
