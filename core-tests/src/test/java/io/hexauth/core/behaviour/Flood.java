// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

/** Data that would fill the heap of a process that keeps everything. */
enum Flood {
  /** A megabyte of values that are not read. */
  NESTED_LISTS("\"access_token\":\"a\",\"more\":[" + "[],".repeat(340_000) + "[]]", 20, 0, true),
  /** A megabyte of additional members, which are left out. */
  LONG_LISTS(
      "\"access_token\":\"a\",\"more\":[" + ("\"" + "x".repeat(50) + "\",").repeat(18_000) + "1]",
      60,
      0,
      true),
  /** The largest allowed tokens. */
  LARGEST_TOKENS(
      token("access_token", 65_534) + "," + token("refresh_token", 65_534), 600, 0, true),
  /** Tokens that are too large. */
  LARGE_TOKENS(token("access_token", 1_000_000), 40, 0, true),
  /** Users with names that are too long. */
  LONG_NAMES("", 20_000, 8_000, false),
  /** Users with names of the largest allowed length. */
  LONGEST_NAMES("", 100_000, 1_000, false);

  private final String members;
  private final int users;
  private final int nameLength;
  private final boolean tokens;

  Flood(String members, int users, int nameLength, boolean tokens) {
    this.members = members;
    this.users = users;
    this.nameLength = nameLength;
    this.tokens = tokens;
  }

  private static String token(String name, int length) {
    return "\"" + name + "\":\"" + "x".repeat(length) + "\"";
  }

  String path() {
    return "/" + name();
  }

  /** Answer of the token endpoint. */
  String body() {
    return "{\"token_type\":\"Bearer\",\"expires_in\":3600," + members + "}";
  }

  int users() {
    return users;
  }

  String user(int number) {
    return number + "n".repeat(nameLength);
  }

  /** True if the users get tokens, false if they only get sessions. */
  boolean asksForTokens() {
    return tokens;
  }
}
