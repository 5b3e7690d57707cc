// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.lettuce.core.ClientOptions;

/** Options that a Redis client must have before tokens depend on it. */
final class ClientRules {

  private ClientRules() {}

  /**
   * @throws IllegalStateException if an option is not as it has to be; the message says which
   */
  static void check(ClientOptions options) {
    // A command that is kept for later may be carried out minutes later, when no caller waits for
    // it.
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
