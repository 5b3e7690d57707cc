// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.scope;

/**
 * Scope: a permission that an application requests.
 *
 * <p>An application usually implements this interface with an {@code enum}. The compiler then
 * checks the scopes, and they can have descriptions. Implementations must be immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749 §3.3</a>
 */
public interface Scope {

  /** {@return the scope as it is sent; never empty} */
  String value();

  /** {@return a description of the permission for users; empty if there is none} */
  default String description() {
    return "";
  }

  /**
   * {@return a scope without a description}
   *
   * @throws IllegalArgumentException if {@code value} is not a scope: one or more visible ASCII
   *     characters without {@code "} and {@code \}
   */
  static Scope of(String value) {
    return new ScopeToken(value);
  }
}
