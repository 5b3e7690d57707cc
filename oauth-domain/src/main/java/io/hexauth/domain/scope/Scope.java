// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.scope;

/**
 * One scope: a permission that an application asks for.
 *
 * <p>An application usually implements this with an {@code enum}, so that its scopes are checked by
 * the compiler and carry their descriptions. Implementations must be immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749 §3.3</a>
 */
public interface Scope {

  /** {@return the scope token as it goes over the wire; never empty} */
  String value();

  /** {@return what the scope allows, for people; empty if there is nothing to say} */
  default String description() {
    return "";
  }

  /**
   * A scope without a description.
   *
   * @throws IllegalArgumentException if {@code value} is not a scope token: one or more visible
   *     ASCII characters without {@code "} and {@code \}
   */
  static Scope of(String value) {
    return new ScopeToken(value);
  }
}
