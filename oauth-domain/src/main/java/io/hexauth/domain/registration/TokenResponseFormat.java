// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Arrays;

/**
 * Rules for reading a provider's token responses. The default is lenient in what real providers get
 * wrong and safe to forgive; nothing that could hand out a wrong token is forgiven in either mode.
 *
 * @param strictness whether deviations from RFC 6749 §5.1 are forgiven
 * @param membersAt path of the object that holds the token members, its names separated by dots,
 *     such as {@code "authed_user"}; empty for the top level
 * @param scopeDelimiter what separates scopes, in requests and responses, such as {@code " "} or
 *     {@code ","}
 * @param expiresIn what the {@code expires_in} of this provider means
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1">RFC 6749 §5.1</a>
 */
public record TokenResponseFormat(
    Strictness strictness, String membersAt, String scopeDelimiter, ExpiresIn expiresIn) {

  /** True if deviations are forgiven. */
  public enum Strictness {
    /**
     * Form bodies, missing {@code token_type}, numbers in strings, scope arrays and the like are
     * understood.
     */
    LENIENT,
    /**
     * JSON, {@code token_type} present, {@code expires_in} a whole number, {@code scope} a string,
     * status 200.
     */
    STRICT
  }

  /** The meaning of {@code expires_in}. */
  public enum ExpiresIn {
    /** A lifetime in seconds, as RFC 6749 says. */
    SECONDS,
    /** A lifetime in milliseconds. */
    MILLISECONDS,
    /** The instant of expiry, in seconds since 1970-01-01T00:00Z. */
    EPOCH_SECONDS
  }

  /**
   * @throws IllegalArgumentException if the scope delimiter is empty, or the path has an empty name
   */
  public TokenResponseFormat {
    if (!membersAt.isEmpty() && Arrays.asList(membersAt.split("\\.", -1)).contains("")) {
      throw new IllegalArgumentException("membersAt must be names separated by single dots");
    }
    if (scopeDelimiter.isEmpty()) {
      throw new IllegalArgumentException(
          "scopeDelimiter must not be empty; the standard one is a space");
    }
  }

  /**
   * {@return forgiving, members at the top level, scopes delimited by spaces, {@code expires_in} in
   * seconds}
   */
  public static TokenResponseFormat lenient() {
    return new TokenResponseFormat(Strictness.LENIENT, "", " ", ExpiresIn.SECONDS);
  }

  /** {@return the same as {@link #lenient()}, but nothing is forgiven} */
  public static TokenResponseFormat strict() {
    return new TokenResponseFormat(Strictness.STRICT, "", " ", ExpiresIn.SECONDS);
  }

  /**
   * {@return a copy that reads the members from the object at this path, names separated by dots}
   */
  public TokenResponseFormat withMembersAt(String path) {
    return new TokenResponseFormat(strictness, path, scopeDelimiter, expiresIn);
  }

  /** {@return a copy with another scope delimiter} */
  public TokenResponseFormat withScopeDelimiter(String delimiter) {
    return new TokenResponseFormat(strictness, membersAt, delimiter, expiresIn);
  }

  /** {@return a copy with another meaning of {@code expires_in}} */
  public TokenResponseFormat withExpiresIn(ExpiresIn meaning) {
    return new TokenResponseFormat(strictness, membersAt, scopeDelimiter, meaning);
  }

  /** {@return whether nothing is forgiven} */
  public boolean isStrict() {
    return strictness == Strictness.STRICT;
  }
}
