// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;

/** Codec of exported tokens, which {@code docs/stored-formats.md} describes. */
public final class TokenCodec {

  private TokenCodec() {}

  /** {@return the token as JSON, which contains secrets} */
  public static String encode(OAuthToken token) {
    byte[] bytes =
        JsonWriter.bytes(
            json ->
                json.put("access_token", token.accessToken().value())
                    .put("token_type", token.tokenType().value())
                    .put("expires_at", token.expiresAt().map(Object::toString))
                    .put("refresh_token", token.refreshToken().map(RefreshToken::value))
                    .put("id_token", token.idToken().map(IdToken::value))
                    .put("scope", token.scopes().value())
                    .put("additional", token.additional()));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * {@return the token of this text}
   *
   * @throws IllegalArgumentException if the text is not an exported token; the message contains no
   *     part of the text
   */
  public static OAuthToken decode(String text) {
    try {
      JsonObject root = Json.parseStored(text.getBytes(StandardCharsets.UTF_8));
      return OAuthToken.builder(root.required("access_token"))
          .tokenType(new TokenType(root.required("token_type")))
          .expiresAt(root.text("expires_at").map(StoredInstant::parse))
          .refreshToken(root.text("refresh_token").map(RefreshToken::new))
          .idToken(root.text("id_token").map(IdToken::new))
          .scopes(Scopes.parse(root.required("scope")))
          .additional(root.object("additional").plain())
          .build();
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException("The text is not a token that exportJson() returned");
    }
  }
}
