// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import io.hexauth.domain.scope.Scopes;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Token for an application: access token, expiry, refresh token, ID token and granted scopes.
 * Immutable, safe for use by multiple threads; {@link #toString()} redacts all secrets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1">RFC 6749 §5.1</a>
 */
public final class OAuthToken {

  private final AccessToken accessToken;
  private final TokenType tokenType;
  private final @Nullable Instant expiresAt;
  private final @Nullable RefreshToken refreshToken;
  private final @Nullable IdToken idToken;
  private final Scopes scopes;

  // Transient, so that libraries that write private fields as JSON leave it out.
  private final transient Map<String, Object> additional;

  private OAuthToken(Builder from) {
    this.accessToken = from.accessToken;
    this.tokenType = from.tokenType;
    this.expiresAt = from.expiresAt;
    this.refreshToken = from.refreshToken;
    this.idToken = from.idToken;
    this.scopes = from.scopes;
    this.additional = JsonValues.copyOf(from.additional);
  }

  /**
   * {@return a builder with this access token, for example one that an application has stored}
   *
   * @throws IllegalArgumentException if the value is not an access token
   */
  public static Builder builder(String accessToken) {
    return builder(new AccessToken(accessToken));
  }

  /** {@return a builder with this access token} */
  public static Builder builder(AccessToken accessToken) {
    return new Builder(accessToken);
  }

  /** {@return the access token} */
  public AccessToken accessToken() {
    return accessToken;
  }

  /** {@return the token type} */
  public TokenType tokenType() {
    return tokenType;
  }

  /**
   * {@return the expiry, by the clock of this machine, exclusive; empty if the token does not
   * expire}
   */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** {@return the refresh token; empty if the server sent none} */
  public Optional<RefreshToken> refreshToken() {
    return Optional.ofNullable(refreshToken);
  }

  /** {@return the ID token, not validated; empty if the server sent none} */
  public Optional<IdToken> idToken() {
    return Optional.ofNullable(idToken);
  }

  /** {@return the granted scopes, which may be fewer than requested; empty if there are none} */
  public Scopes scopes() {
    return scopes;
  }

  /**
   * Returns other members of the server's answer, such as {@code instance_url}.
   *
   * @return JSON values as {@code String}, {@code Number}, {@code Boolean}, {@code List} and {@code
   *     Map}, in the order of the answer, and immutable at every depth; empty if there are none
   */
  public Map<String, Object> additional() {
    return additional;
  }

  /**
   * {@return the value of the {@code Authorization} header (RFC 6750 §2.1), which is a secret} For
   * Bearer tokens, each call returns the same string.
   */
  public String authorization() {
    return tokenType.isUnderstood()
        ? accessToken.bearer()
        : tokenType.value() + " " + accessToken.value();
  }

  /** {@return a builder with all values of this token} */
  public Builder toBuilder() {
    var builder = new Builder(accessToken);
    builder.tokenType = tokenType;
    builder.expiresAt = expiresAt;
    builder.refreshToken = refreshToken;
    builder.idToken = idToken;
    builder.scopes = scopes;
    builder.additional = additional;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OAuthToken that
        && accessToken.equals(that.accessToken)
        && tokenType.equals(that.tokenType)
        && Objects.equals(expiresAt, that.expiresAt)
        && Objects.equals(refreshToken, that.refreshToken)
        && Objects.equals(idToken, that.idToken)
        && scopes.equals(that.scopes)
        && additional.equals(that.additional);
  }

  @Override
  public int hashCode() {
    return accessToken.hashCode();
  }

  @Override
  public String toString() {
    return "OAuthToken[type="
        + tokenType
        + ", expiresAt="
        + (expiresAt == null ? "never" : expiresAt)
        + ", refreshable="
        + (refreshToken != null)
        + ", scopes="
        + scopes
        + "]";
  }

  /**
   * Builder of an {@link OAuthToken}. By default, the token has the type Bearer, does not expire,
   * and has no other values. Each method returns this builder. Not safe for use by multiple
   * threads.
   */
  public static final class Builder {

    private final AccessToken accessToken;
    private TokenType tokenType = TokenType.BEARER;
    private @Nullable Instant expiresAt;
    private @Nullable RefreshToken refreshToken;
    private @Nullable IdToken idToken;
    private Scopes scopes = Scopes.none();
    private transient Map<String, Object> additional = Map.of();

    private Builder(AccessToken accessToken) {
      this.accessToken = accessToken;
    }

    /** Sets the token type. */
    public Builder tokenType(TokenType type) {
      this.tokenType = type.isUnderstood() ? TokenType.BEARER : type; // all tokens share one object
      return this;
    }

    /** Sets the expiry of the token; empty if it does not expire. */
    public Builder expiresAt(Optional<Instant> instant) {
      this.expiresAt = instant.orElse(null);
      return this;
    }

    /** Sets the expiry of the token. */
    public Builder expiresAt(Instant instant) {
      this.expiresAt = instant;
      return this;
    }

    /**
     * Sets the refresh token.
     *
     * @throws IllegalArgumentException if the value is not a refresh token
     */
    public Builder refreshToken(String value) {
      this.refreshToken = new RefreshToken(value);
      return this;
    }

    /** Sets the refresh token; empty if there is none. */
    public Builder refreshToken(Optional<RefreshToken> token) {
      this.refreshToken = token.orElse(null);
      return this;
    }

    /** Sets the ID token; empty if there is none. */
    public Builder idToken(Optional<IdToken> token) {
      this.idToken = token.orElse(null);
      return this;
    }

    /** Sets the granted scopes. */
    public Builder scopes(Scopes granted) {
      this.scopes = granted;
      return this;
    }

    /**
     * Sets other members of the server's answer, with the types that {@link
     * OAuthToken#additional()} names.
     */
    public Builder additional(Map<String, Object> members) {
      this.additional = members;
      return this;
    }

    /**
     * {@return the token}
     *
     * @throws IllegalArgumentException if an additional member is not a JSON value: {@code null}, a
     *     number that is not finite or has more than 1,000 characters, another type, or nested
     *     deeper than 64 levels
     */
    public OAuthToken build() {
      return new OAuthToken(this);
    }
  }
}
