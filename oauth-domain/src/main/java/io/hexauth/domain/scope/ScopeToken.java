// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.scope;

/** Scope without a description. This type implements the grammar of a scope token. */
record ScopeToken(String value) implements Scope {

  ScopeToken {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "A scope must be one or more visible ASCII characters without space, '\"' and '\\' (RFC"
              + " 6749 §3.3); use one value for each scope");
    }
  }

  /** RFC 6749 §3.3: {@code scope-token = 1*( %x21 / %x23-5B / %x5D-7E )}. */
  static boolean isValid(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c >= 0x21 && c <= 0x7E && c != '"' && c != '\\');
  }
}
