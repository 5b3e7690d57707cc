// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

/**
 * A refresh token that came to the server.
 *
 * @param token hashed
 * @param node that sent it
 * @param at when
 * @param hold how long the node waits before it presents the token again, in nanoseconds
 * @param script what the server was told to make of it; empty for what it does
 */
record Presentation(String token, String node, long at, long hold, String script) {}
