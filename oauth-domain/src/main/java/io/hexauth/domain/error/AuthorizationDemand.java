// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Demand of an API for more scopes, or for a stronger or more recent authentication of the user.
 * The API controls its content. So Hexauth validates it before it sends the user to the server:
 * {@code AuthorizationOptions.satisfying}. Immutable, safe for use by multiple threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1">RFC 6750 §3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9470.html#section-3">RFC 9470 §3</a>
 */
public final class AuthorizationDemand {

  private static final AuthorizationDemand NONE =
      new AuthorizationDemand(Scopes.none(), List.of(), null);

  private final Scopes scopes;
  private final List<String> acrValues;
  private final @Nullable Duration maxAge;

  private AuthorizationDemand(Scopes scopes, List<String> acrValues, @Nullable Duration maxAge) {
    this.scopes = scopes;
    this.acrValues = acrValues;
    this.maxAge = maxAge;
  }

  /** {@return an empty demand} */
  public static AuthorizationDemand none() {
    return NONE;
  }

  /** {@return a copy that demands these scopes} */
  public AuthorizationDemand withScopes(Scopes demanded) {
    return new AuthorizationDemand(demanded, acrValues, maxAge);
  }

  /**
   * {@return a copy that demands an authentication of one of these classes}
   *
   * @param values authentication context classes, in order of preference
   * @throws IllegalArgumentException if there are more than 16, or if a value is empty, longer than
   *     256 characters, or contains characters other than visible ASCII
   */
  public AuthorizationDemand withAcrValues(List<String> values) {
    if (values.size() > 16 || !values.stream().allMatch(value -> value.matches("[!-~]{1,256}"))) {
      throw new IllegalArgumentException(
          "At most 16 acr values are allowed, each of 1 to 256 visible ASCII characters; use one"
              + " string for each value");
    }
    return new AuthorizationDemand(scopes, List.copyOf(values), maxAge);
  }

  /**
   * {@return a copy that demands a maximum age of the authentication}
   *
   * @param age the maximum age; 0 for a new authentication
   * @throws IllegalArgumentException if the age is negative
   */
  public AuthorizationDemand withMaxAge(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("maxAge must not be negative");
    }
    return new AuthorizationDemand(scopes, acrValues, age);
  }

  /** {@return the demanded scopes; none if the API named none} */
  public Scopes scopes() {
    return scopes;
  }

  /**
   * {@return the demanded authentication context classes, in order of preference; empty if any
   * class is accepted}
   */
  public List<String> acrValues() {
    return acrValues;
  }

  /** {@return the maximum age of the user's authentication; empty if any age is accepted} */
  public Optional<Duration> maxAge() {
    return Optional.ofNullable(maxAge);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AuthorizationDemand that
        && scopes.equals(that.scopes)
        && acrValues.equals(that.acrValues)
        && Objects.equals(maxAge, that.maxAge);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scopes, acrValues, maxAge);
  }

  /**
   * Shows the number of scopes, the number of authentication context classes, and the maximum age.
   * It does not show the texts of the API, because they can contain a token.
   */
  @Override
  public String toString() {
    return "AuthorizationDemand[scopes="
        + scopes.values().size()
        + ", acrValues="
        + acrValues.size()
        + ", maxAge="
        + (maxAge == null ? "any" : maxAge)
        + "]";
  }
}
