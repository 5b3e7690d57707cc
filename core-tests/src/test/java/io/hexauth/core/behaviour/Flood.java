// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

/** What fills a process that keeps everything: together more than its heap. */
enum Flood {
  /** A megabyte of values, which is not read. */
  NESTED_LISTS("\"access_token\":\"a\",\"more\":[" + "[],".repeat(340_000) + "[]]", 20, 0, true),
  /** A megabyte of additional members, which are left out. */
  LONG_LISTS(
      "\"access_token\":\"a\",\"more\":[" + ("\"" + "x".repeat(50) + "\",").repeat(18_000) + "1]",
      60,
      0,
      true),
  /** The largest tokens that are allowed. */
  LARGEST_TOKENS(
      token("access_token", 65_534) + "," + token("refresh_token", 65_534), 600, 0, true),
  /** Tokens that are not allowed. */
  LARGE_TOKENS(token("access_token", 1_000_000), 40, 0, true),
  /** Users whose names are not allowed. */
  LONG_NAMES("", 20_000, 8_000, false),
  /** Users whose names are as long as is allowed. */
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

  /** What the token endpoint answers. */
  String body() {
    return "{\"token_type\":\"Bearer\",\"expires_in\":3600," + members + "}";
  }

  int users() {
    return users;
  }

  String user(int number) {
    return number + "n".repeat(nameLength);
  }

  /** Whether users get tokens, or only a session. */
  boolean asksForTokens() {
    return tokens;
  }
}
