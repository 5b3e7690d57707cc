// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/**
 * Told about every token, after it is durable and never under a lease: the {@code
 * OAuthOnTokenUpdate} of the field.
 *
 * <h2>Implementing</h2>
 *
 * Called on a thread of Hexauth's, one call at a time for each grant, in the order of generations,
 * each generation at most once on each node. An exception is logged without its message and changes
 * nothing for anybody else. A listener may call clients and sessions. Implementations must be safe
 * for use by multiple threads; bind them with {@code OAuthClientBinder.listener}.
 */
@FunctionalInterface
public interface TokenListener {

  /** A token became known to this node. */
  void onTokenUpdate(TokenEvent event);
}
