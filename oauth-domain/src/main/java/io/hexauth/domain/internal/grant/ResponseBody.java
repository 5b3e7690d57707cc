// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.util.Map;
import java.util.function.Function;

/** Body of an answer whose syntax has been read, and whose members have not been interpreted. */
public sealed interface ResponseBody {

  /** {@return the members; none if the body is unreadable} */
  Map<String, Object> members();

  /** {@return the result of the function for this kind of body} */
  <R> R fold(Function<Members, R> members, Function<Unreadable, R> unreadable);

  /**
   * Body with members.
   *
   * @param members JSON values as {@code String}, {@code Number}, {@code Boolean}, {@code List} and
   *     {@code Map}. Members with the value {@code null} are left out. A form has only strings
   * @param syntax the syntax of the body
   */
  record Members(Map<String, Object> members, Syntax syntax) implements ResponseBody {
    @Override
    public <R> R fold(Function<Members, R> members, Function<Unreadable, R> unreadable) {
      return members.apply(this);
    }

    @Override
    public String toString() {
      // Names are not shown either. If a body contains only a token and is read as a form, the
      // token is a name.
      return "Members[" + members.size() + ", " + syntax + "]";
    }
  }

  /**
   * Unreadable body.
   *
   * @param problem the reason, as a text of Hexauth
   */
  record Unreadable(String problem) implements ResponseBody {
    @Override
    public Map<String, Object> members() {
      return Map.of();
    }

    @Override
    public <R> R fold(Function<Members, R> members, Function<Unreadable, R> unreadable) {
      return unreadable.apply(this);
    }
  }

  /** Syntax of a body. */
  enum Syntax {
    /** A JSON object. */
    JSON,
    /** {@code application/x-www-form-urlencoded}, which some old providers send. */
    FORM
  }
}
