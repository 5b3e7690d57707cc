// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

/**
 * A fault.
 *
 * @param kind the kind of fault
 * @param node the affected node; {@code *} for all
 * @param from the start, in nanoseconds
 * @param until the end, in nanoseconds; the largest value if it has not ended
 */
record Fault(Kind kind, String node, long from, long until) {

  /** Kind of fault. */
  enum Kind {
    KILL,
    FREEZE,
    STOP_AND_KILL,
    STOP_AND_FREEZE,
    STORE_CUT,
    STORE_HANGS,
    STORE_RESET,
    STORE_ANSWER_LOST,
    SERVER_CUT,
    SERVER_LOSES,
    STORE_CRASH,
    SERVER_CONFUSED
  }

  /** {@return true if this fault can be the cause of an effect on a node within this time} */
  boolean touches(String where, long begin, long end) {
    return (node.equals("*") || node.equals(where)) && from - end <= 0 && begin - until <= 0;
  }

  boolean freezes() {
    return kind == Kind.FREEZE || kind == Kind.STOP_AND_FREEZE;
  }

  boolean kills() {
    return kind == Kind.KILL || kind == Kind.STOP_AND_KILL;
  }

  /** {@return true if a token may have been served from memory without an event} */
  boolean hidesTheStore() {
    return kind != Kind.SERVER_CUT && kind != Kind.SERVER_LOSES && kind != Kind.SERVER_CONFUSED;
  }
}
