// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * More than the token of a call has: an API asked for it. It is text of that API, so it is checked
 * before anything is asked for: {@code AuthorizationOptions.satisfying}. Immutable, safe for use by
 * multiple threads.
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

  /** {@return a demand that names nothing} */
  public static AuthorizationDemand none() {
    return NONE;
  }

  /** {@return a copy that asks for these scopes} */
  public AuthorizationDemand withScopes(Scopes demanded) {
    return new AuthorizationDemand(demanded, acrValues, maxAge);
  }

  /**
   * A copy that asks for an authentication of one of these classes.
   *
   * @param values in order of preference
   * @throws IllegalArgumentException if there are more than 16, or one is empty, longer than 256
   *     characters, or has other than visible ASCII characters
   */
  public AuthorizationDemand withAcrValues(List<String> values) {
    if (values.size() > 16 || !values.stream().allMatch(value -> value.matches("[!-~]{1,256}"))) {
      throw new IllegalArgumentException(
          "At most 16 acr values, each of 1 to 256 visible ASCII characters; use one string per"
              + " value");
    }
    return new AuthorizationDemand(scopes, List.copyOf(values), maxAge);
  }

  /**
   * A copy that asks for an authentication that is not older.
   *
   * @param age 0 for one that happens now
   * @throws IllegalArgumentException if it is negative
   */
  public AuthorizationDemand withMaxAge(Duration age) {
    if (age.isNegative()) {
      throw new IllegalArgumentException("The age of an authentication is not negative");
    }
    return new AuthorizationDemand(scopes, acrValues, age);
  }

  /** {@return the scopes that the call needs; none if the API named none} */
  public Scopes scopes() {
    return scopes;
  }

  /** {@return the classes of authentication, in order of preference; empty if any will do} */
  public List<String> acrValues() {
    return acrValues;
  }

  /** {@return how old the user's authentication may be; empty if that does not matter} */
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

  /** Shows no text of the API, which can echo a token. */
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
