// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

/**
 * A refresh token that was presented to the server.
 *
 * @param token the hash of the token
 * @param node the node that sent it
 * @param at the time, in nanoseconds
 * @param hold the time that the node waits before it presents the token again, in nanoseconds
 * @param script the scripted answer of the server; empty for its normal behaviour
 */
record Presentation(String token, String node, long at, long hold, String script) {}
