// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.grant;

import java.util.Map;

/** The body of an answer, after its syntax and before its meaning. */
public sealed interface ResponseBody {

  /**
   * An object with members.
   *
   * @param members JSON values as {@code String}, {@code Number}, {@code Boolean}, {@code List} and
   *     {@code Map}; members that were {@code null} are absent; a form has strings only
   * @param syntax what it was written in
   */
  record Members(Map<String, Object> members, Syntax syntax) implements ResponseBody {
    @Override
    public String toString() {
      // No names either: a bare token that is read as a form is a name.
      return "Members[" + members.size() + ", " + syntax + "]";
    }
  }

  /**
   * Anything else.
   *
   * @param problem what is wrong, in our words
   */
  record Unreadable(String problem) implements ResponseBody {}

  /** What a body was written in. */
  enum Syntax {
    /** A JSON object. */
    JSON,
    /** {@code application/x-www-form-urlencoded}, as some old providers answer. */
    FORM
  }
}
