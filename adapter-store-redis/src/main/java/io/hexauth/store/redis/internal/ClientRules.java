// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;

/** Options that the stores require of a Redis client. */
final class ClientRules {

  private ClientRules() {}

  /**
   * @throws IllegalStateException if an option is wrong; the message names it
   */
  static void check(ClientOptions options) {
    // A queued command may be executed minutes later, when no caller waits for it any more.
    if (!options.isRejectCommandsWhileDisconnected()) {
      throw new IllegalStateException(
          "The @OAuthRedis client keeps commands while it is disconnected, and sends them late. Set"
              + " ClientOptions.builder().disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)");
    }
    if (!options.getTimeoutOptions().isTimeoutCommands()) {
      throw new IllegalStateException(
          "The @OAuthRedis client lets commands wait without a limit. Set"
              + " ClientOptions.builder().timeoutOptions(TimeoutOptions.enabled())");
    }
  }
}
