// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

/**
 * Token that can be revoked at a server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009.html#section-2.1">RFC 7009 §2.1</a>
 */
public sealed interface RevocableToken permits AccessToken, RefreshToken {

  /** {@return the token, for a revocation request} */
  String value();

  /** {@return the value of {@code token_type_hint}} */
  String typeHint();
}
