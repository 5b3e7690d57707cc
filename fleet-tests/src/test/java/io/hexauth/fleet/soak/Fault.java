// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

/**
 * Something that went wrong.
 *
 * @param kind what
 * @param node where; {@code *} for everywhere
 * @param from when it began, in nanoseconds
 * @param until when it was over; for ever if it is not
 */
record Fault(Kind kind, String node, long from, long until) {

  /** What can go wrong. */
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

  /** Whether this may be why something happened on a node within this time. */
  boolean touches(String where, long begin, long end) {
    return (node.equals("*") || node.equals(where)) && from - end <= 0 && begin - until <= 0;
  }

  boolean freezes() {
    return kind == Kind.FREEZE || kind == Kind.STOP_AND_FREEZE;
  }

  boolean kills() {
    return kind == Kind.KILL || kind == Kind.STOP_AND_KILL;
  }

  /** Whether a token may have been served from memory that is not announced. */
  boolean hidesTheStore() {
    return kind != Kind.SERVER_CUT && kind != Kind.SERVER_LOSES && kind != Kind.SERVER_CONFUSED;
  }
}
