// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Secret of the client at the authorization server. {@link #toString()} redacts it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-2.3.1">RFC 6749 §2.3.1</a>
 */
public final class ClientSecret {

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient String value;

  /**
   * Creates a client secret.
   *
   * @param value the secret
   * @throws IllegalArgumentException if the value is empty or contains a control character
   */
  public ClientSecret(String value) {
    if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A client secret must not be empty or contain control characters");
    }
    this.value = value;
  }

  /** {@return the secret, for writing a request} */
  public String value() {
    return value;
  }

  /**
   * Returns the secret for a value that an application's supplier returned.
   *
   * @throws IllegalArgumentException if the value is null or cannot be a secret; {@link
   *     #isUnusable} is true for this exception, and its cause describes the rule
   */
  static ClientSecret supplied(@Nullable String secret) {
    if (secret == null) {
      throw new Unusable(null);
    }
    try {
      return new ClientSecret(secret);
    } catch (IllegalArgumentException e) {
      throw new Unusable(e);
    }
  }

  /**
   * {@return the secret of the supplier}
   *
   * @throws IllegalArgumentException if the supplier returns null; {@link #isUnusable} is true for
   *     this exception
   */
  static ClientSecret of(Supplier<ClientSecret> supplier) {
    ClientSecret secret = supplier.get();
    if (secret == null) {
      throw new Unusable(null);
    }
    return secret;
  }

  /**
   * {@return true if the exception reports that a supplier returned an unusable secret; false if
   * the supplier itself threw it}
   */
  public static boolean isUnusable(Throwable thrown) {
    return thrown instanceof Unusable;
  }

  private static final class Unusable extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private Unusable(@Nullable IllegalArgumentException rule) {
      super("The supplier returned no usable client secret", rule);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientSecret that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
