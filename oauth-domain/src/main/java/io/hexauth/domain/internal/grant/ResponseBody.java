// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import java.util.Map;
import java.util.function.Function;

/** The body of an answer, after its syntax and before its meaning. */
public sealed interface ResponseBody {

  /** {@return its members; none if it cannot be read} */
  Map<String, Object> members();

  /** {@return what the function for this kind of body makes of it} */
  <R> R fold(Function<Members, R> members, Function<Unreadable, R> unreadable);

  /**
   * An object with members.
   *
   * @param members JSON values as {@code String}, {@code Number}, {@code Boolean}, {@code List} and
   *     {@code Map}; members that were {@code null} are absent; a form has strings only
   * @param syntax what it was written in
   */
  record Members(Map<String, Object> members, Syntax syntax) implements ResponseBody {
    @Override
    public <R> R fold(Function<Members, R> members, Function<Unreadable, R> unreadable) {
      return members.apply(this);
    }

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
    /** {@code application/x-www-form-urlencoded}, as some old providers answer. */
    FORM
  }
}
