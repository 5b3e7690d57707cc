// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

import io.hexauth.domain.scope.Scopes;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token as an application sees it: what authorizes calls, when it ends, and what renews it.
 * Immutable, safe for use by multiple threads; {@link #toString()} redacts every secret.
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

  // Transient: no library that writes private fields as JSON sees it.
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
   * Starts a token from an access token, for instance one that an application has stored itself.
   *
   * @throws IllegalArgumentException if the value is not an access token
   */
  public static Builder builder(String accessToken) {
    return builder(new AccessToken(accessToken));
  }

  /** {@return a builder that starts from this access token} */
  public static Builder builder(AccessToken accessToken) {
    return new Builder(accessToken);
  }

  /** {@return what is presented to APIs} */
  public AccessToken accessToken() {
    return accessToken;
  }

  /** {@return how it is presented} */
  public TokenType tokenType() {
    return tokenType;
  }

  /**
   * {@return when it ends, on this machine's clock, exclusive; empty if it does not end by time}
   */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  /** {@return what renews it; empty if the server gave nothing} */
  public Optional<RefreshToken> refreshToken() {
    return Optional.ofNullable(refreshToken);
  }

  /** {@return the ID token that came with it, not validated; empty if there was none} */
  public Optional<IdToken> idToken() {
    return Optional.ofNullable(idToken);
  }

  /**
   * {@return the scopes that the server granted, which can be fewer than were asked for; empty for
   * none}
   */
  public Scopes scopes() {
    return scopes;
  }

  /**
   * Returns further members of the provider's answer, such as {@code instance_url}.
   *
   * @return JSON values as {@code String}, {@code Number}, {@code Boolean}, {@code List} and {@code
   *     Map}, in the provider's order and immutable at every depth; empty if there is nothing
   */
  public Map<String, Object> additional() {
    return additional;
  }

  /**
   * {@return the value of the {@code Authorization} header (RFC 6750 §2.1), made once per token; a
   * secret}
   */
  public String authorization() {
    return tokenType.isUnderstood()
        ? accessToken.bearer()
        : tokenType.value() + " " + accessToken.value();
  }

  /** {@return a builder that starts from this token} */
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
   * Makes an {@link OAuthToken}. Defaults: Bearer, does not end by time, nothing else. Each method
   * returns this builder. Not safe for use by multiple threads.
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

    /** Token type, which decides how the token is presented. */
    public Builder tokenType(TokenType type) {
      this.tokenType = type.isUnderstood() ? TokenType.BEARER : type; // one for all tokens
      return this;
    }

    /** Expiry of the token; empty if it does not expire. */
    public Builder expiresAt(Optional<Instant> instant) {
      this.expiresAt = instant.orElse(null);
      return this;
    }

    /** Expiry of the token. */
    public Builder expiresAt(Instant instant) {
      this.expiresAt = instant;
      return this;
    }

    /**
     * Refresh token that renews the token.
     *
     * @throws IllegalArgumentException if it is not a refresh token
     */
    public Builder refreshToken(String value) {
      this.refreshToken = new RefreshToken(value);
      return this;
    }

    /** Refresh token that renews the token, if there is one. */
    public Builder refreshToken(Optional<RefreshToken> token) {
      this.refreshToken = token.orElse(null);
      return this;
    }

    /** The ID token that came with it, if any. */
    public Builder idToken(Optional<IdToken> token) {
      this.idToken = token.orElse(null);
      return this;
    }

    /** The granted scopes. */
    public Builder scopes(Scopes granted) {
      this.scopes = granted;
      return this;
    }

    /**
     * Further members of the provider's answer, in the types that {@link OAuthToken#additional()}
     * names.
     */
    public Builder additional(Map<String, Object> members) {
      this.additional = members;
      return this;
    }

    /**
     * {@return the token}
     *
     * @throws IllegalArgumentException if an additional member is no JSON value: {@code null}, a
     *     number that is not finite or has more than 1,000 characters, another type, or deeper than
     *     64 levels
     */
    public OAuthToken build() {
      return new OAuthToken(this);
    }
  }
}
