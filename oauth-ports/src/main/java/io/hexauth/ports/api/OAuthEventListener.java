// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/**
 * Listener for what happens to tokens, grants, servers and stores: overrides the methods for the
 * events that it is for. A lambda hears of tokens alone: the {@code OAuthOnTokenUpdate} of the
 * field.
 *
 * <h2>Implementing</h2>
 *
 * Called on a thread of Hexauth's that holds no lease and delays no caller: one call at a time for
 * each listener, in the order of the events. Each listener has its own queue, so one that hangs,
 * throws or is slow changes nothing for the others. {@code OAuthClientConfig.waitingTasks}
 * measurements wait in it, and as many token events and incidents; more are dropped. So no
 * measurement takes the room of a token event. An exception is logged without its message. A
 * listener may call clients and sessions. Bind it with {@code OAuthClientBinder.eventListener}.
 *
 * <p>More methods may come; each does nothing by default.
 */
@FunctionalInterface
public interface OAuthEventListener {

  /**
   * A token became known to this node, after it is durable: in the order of generations, each
   * generation of a grant at most once on each node. Or this node has revoked a grant.
   */
  void onToken(TokenEvent event);

  /**
   * Something has happened to a grant that an operator wants to know. It may be told again while
   * the trouble lasts.
   */
  default void onIncident(Incident incident) {}

  /** A request, a refresh or a call of a store has ended, or a circuit has opened or closed. */
  default void onMeasurement(Measurement measurement) {}

  /**
   * Events of this listener were dropped. Told with the next event that is not.
   *
   * @param events so many since it was told last
   */
  default void onDropped(int events) {}
}
