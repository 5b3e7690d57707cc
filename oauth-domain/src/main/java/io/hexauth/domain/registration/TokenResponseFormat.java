// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules for reading token responses. The lenient format accepts common deviations of providers that
 * are safe to accept. Neither format accepts a response that could lead to a wrong token. Formats
 * with the same content are equal.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1">RFC 6749 §5.1</a>
 */
public final class TokenResponseFormat {

  /** Treatment of responses that deviate from RFC 6749. */
  public enum Strictness {
    /**
     * Accepts form bodies, a missing {@code token_type}, numbers in strings, arrays of scopes, and
     * similar deviations.
     */
    LENIENT,
    /**
     * Accepts only JSON with status 200, a {@code token_type}, a whole number in {@code
     * expires_in}, and a string in {@code scope}.
     */
    STRICT
  }

  /** Meaning of {@code expires_in}. */
  public enum ExpiresIn {
    /** A lifetime in seconds, as RFC 6749 says. */
    SECONDS,
    /** A lifetime in milliseconds. */
    MILLISECONDS,
    /** The instant of expiry, in seconds since 1970-01-01T00:00Z. */
    EPOCH_SECONDS
  }

  private static final TokenResponseFormat LENIENT =
      new TokenResponseFormat(Strictness.LENIENT, "", " ", ExpiresIn.SECONDS);
  private static final TokenResponseFormat STRICT =
      new TokenResponseFormat(Strictness.STRICT, "", " ", ExpiresIn.SECONDS);

  private final Strictness strictness;
  private final String membersAt;
  private final String scopeDelimiter;
  private final ExpiresIn expiresIn;

  private TokenResponseFormat(
      Strictness strictness, String membersAt, String scopeDelimiter, ExpiresIn expiresIn) {
    this.strictness = strictness;
    this.membersAt = membersAt;
    this.scopeDelimiter = scopeDelimiter;
    this.expiresIn = expiresIn;
  }

  /**
   * {@return a lenient format with members at the top level, scopes separated by spaces, and {@code
   * expires_in} in seconds}
   */
  public static TokenResponseFormat lenient() {
    return LENIENT;
  }

  /** {@return the format of {@link #lenient()}, but strict} */
  public static TokenResponseFormat strict() {
    return STRICT;
  }

  /**
   * {@return a copy that reads the members from a nested object}
   *
   * @param path names of members, separated by dots, such as {@code "authed_user"}; empty for the
   *     top level
   * @throws IllegalArgumentException if the path contains an empty name
   */
  public TokenResponseFormat withMembersAt(String path) {
    if (!path.isEmpty() && Arrays.asList(path.split("\\.", -1)).contains("")) {
      throw new IllegalArgumentException("membersAt must be names separated by single dots");
    }
    return new TokenResponseFormat(strictness, path, scopeDelimiter, expiresIn);
  }

  /**
   * {@return a copy with another scope delimiter}
   *
   * @param delimiter a text such as {@code " "} or {@code ","}
   * @throws IllegalArgumentException if the delimiter is empty
   */
  public TokenResponseFormat withScopeDelimiter(String delimiter) {
    if (delimiter.isEmpty()) {
      throw new IllegalArgumentException(
          "scopeDelimiter must not be empty; the standard one is a space");
    }
    return new TokenResponseFormat(strictness, membersAt, delimiter, expiresIn);
  }

  /** {@return a copy with another meaning of {@code expires_in}} */
  public TokenResponseFormat withExpiresIn(ExpiresIn meaning) {
    return new TokenResponseFormat(strictness, membersAt, scopeDelimiter, requireNonNull(meaning));
  }

  /** {@return the treatment of deviations from RFC 6749 §5.1} */
  public Strictness strictness() {
    return strictness;
  }

  /** {@return true if the format is strict} */
  public boolean isStrict() {
    return strictness == Strictness.STRICT;
  }

  /**
   * {@return the path of the object with the token members, with names separated by dots; empty for
   * the top level}
   */
  public String membersAt() {
    return membersAt;
  }

  /** {@return the string that separates scopes, in requests and responses} */
  public String scopeDelimiter() {
    return scopeDelimiter;
  }

  /** {@return the meaning of {@code expires_in}} */
  public ExpiresIn expiresIn() {
    return expiresIn;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenResponseFormat that
        && strictness == that.strictness
        && membersAt.equals(that.membersAt)
        && scopeDelimiter.equals(that.scopeDelimiter)
        && expiresIn == that.expiresIn;
  }

  @Override
  public int hashCode() {
    return Objects.hash(strictness, membersAt, scopeDelimiter, expiresIn);
  }

  @Override
  public String toString() {
    return "TokenResponseFormat[strictness=%s, membersAt=%s, scopeDelimiter=%s, expiresIn=%s]"
        .formatted(strictness, membersAt, scopeDelimiter, expiresIn);
  }
}
