// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.token;

/**
 * A token that a server can be asked to revoke.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009.html#section-2.1">RFC 7009 §2.1</a>
 */
public sealed interface RevocableToken permits AccessToken, RefreshToken {

  /** {@return the token itself; for request writers only} */
  String value();

  /** {@return the {@code token_type_hint}} */
  String typeHint();
}
