// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.internal.json.JsonSize;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Limits on the sizes of the parts of a grant. They prevent a server, a user or an application from
 * filling the memory or exceeding the limits of the store. Immutable. Start with {@link
 * #defaults()}; the {@code with…} methods return copies. Sizes are in bytes of UTF-8 JSON, the form
 * in which grants are stored.
 *
 * <p>The document of a grant is never larger than {@code document} before encryption. A cipher adds
 * a few bytes (Tink: 33). A store must accept the sum.
 *
 * @param principal the limit on tenant and name together. Default 1 KiB
 * @param token the limit for each of these: an access token, a refresh token, an ID token, all
 *     scopes of one token. Default 64 KiB
 * @param additional the limit on all other members of one answer together. Default 64 KiB
 * @param additionalValues the number of JSON values in these members, including containers. Default
 *     1 000
 * @param tokens the number of access tokens in one document, one for each view. The oldest is
 *     removed first; memory may still have it. Default 16
 * @param document the limit on the document of one grant. Older access tokens are removed until it
 *     fits. Default 512 KiB; raised if another limit needs more
 */
public record SizeLimits(
    int principal, int token, int additional, int additionalValues, int tokens, int document) {

  private static final int KIB = 1024;

  /** Bytes of a document in addition to its tokens. */
  static final int DOCUMENT_OVERHEAD = 4 * KIB;

  /**
   * @throws IllegalArgumentException if a limit is not positive, or if the document is too small
   *     for one token of each kind at its limit, with scopes and additional members
   */
  public SizeLimits {
    if (Math.min(Math.min(principal, token), tokens) < 1
        || Math.min(additional, additionalValues) < 0) {
      throw new IllegalArgumentException(
          "principal, token and tokens must be positive, additional and additionalValues must not"
              + " be negative");
    }
    long least = leastDocument(principal, token, additional);
    if (document < least) {
      throw new IllegalArgumentException(
          "document must be at least 5 × token + additional + principal + "
              + DOCUMENT_OVERHEAD
              + " = "
              + least);
    }
  }

  /** {@return the default limits, as listed above} */
  public static SizeLimits defaults() {
    return new SizeLimits(KIB, 64 * KIB, 64 * KIB, 1_000, 16, 512 * KIB);
  }

  /** {@return a copy with another limit on principals} */
  public SizeLimits withPrincipal(int bytes) {
    return withRoom(bytes, token, additional, additionalValues);
  }

  /** {@return a copy with another limit on tokens} */
  public SizeLimits withToken(int bytes) {
    return withRoom(principal, bytes, additional, additionalValues);
  }

  /** {@return a copy with other limits on additional members} */
  public SizeLimits withAdditional(int bytes, int values) {
    return withRoom(principal, token, bytes, values);
  }

  /** {@return a copy with other limits on the document} */
  public SizeLimits withDocument(int bytes, int accessTokens) {
    return new SizeLimits(principal, token, additional, additionalValues, accessTokens, bytes);
  }

  /** Changes limits, and raises the limit on the document if it would be too small. */
  private SizeLimits withRoom(int principalBytes, int tokenBytes, int additionalBytes, int values) {
    long least = leastDocument(principalBytes, tokenBytes, additionalBytes);
    int grown = (int) Math.min(Integer.MAX_VALUE, Math.max(document, least));
    return new SizeLimits(principalBytes, tokenBytes, additionalBytes, values, tokens, grown);
  }

  /**
   * Returns the smallest limit on the document. A document contains an access token, a refresh
   * token and an ID token, the scopes of the token, and the scopes of the grant.
   */
  private static long leastDocument(int principal, int token, int additional) {
    return 5L * token + additional + principal + DOCUMENT_OVERHEAD;
  }

  /** {@return true if these additional members of a token are within the limits} */
  public boolean allowAdditional(Map<String, Object> members) {
    // The enclosing object and its braces do not count.
    JsonSize size = JsonSize.of(members, additional + 2L, additionalValues + 1L);
    return size.bytes() - 2 <= additional && size.values() - 1 <= additionalValues;
  }

  /**
   * {@return the message for an imported token that exceeds a limit, with the limit and the setting
   * to raise; empty if it exceeds none}
   */
  public Optional<String> problemOf(OAuthToken token) {
    return Stream.of(
            tooLarge("access token", Optional.of(token.accessToken().value())),
            tooLarge("refresh token", token.refreshToken().map(RefreshToken::value)),
            tooLarge("ID token", token.idToken().map(IdToken::value)),
            tooLarge("scope", Optional.of(token.scopes().value())),
            allowAdditional(token.additional())
                ? Optional.<String>empty()
                : Optional.of(
                    "its additional members are over the limit of %,d bytes or %,d values; raise it with SizeLimits.withAdditional"
                        .formatted(additional, additionalValues)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * {@return the message for a part of a token that exceeds the limit {@link #token()}, with the
   * limit and the setting to raise; empty if the part is absent or within the limit}
   *
   * @param what the name of the part, such as {@code refresh token}
   * @param value the text of the part; empty if the token does not have this part
   */
  public Optional<String> tooLarge(String what, Optional<String> value) {
    return value
        .map(JsonSize::of)
        .filter(bytes -> bytes > token)
        .map(
            bytes ->
                "its %s of %,d bytes is over the limit of %,d; raise it with SizeLimits.withToken"
                    .formatted(what, bytes, token));
  }

  /**
   * {@return the message for a principal that exceeds its limit, with the limit and the setting to
   * raise; empty if it does not}
   */
  public Optional<String> problemOf(Principal who) {
    long bytes = JsonSize.of(who.tenant()) + JsonSize.of(who.name()) - 4;
    return bytes <= principal
        ? Optional.empty()
        : Optional.of(
            "a principal of %,d bytes is over the limit of %,d (tenant and name); use a shorter name, or raise the limit with SizeLimits.withPrincipal"
                .formatted(bytes, principal));
  }
}
