// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

/**
 * Listener for events of tokens, grants, servers and stores. An implementation overrides the
 * methods for the events that it needs. A lambda receives token events only. The seed documents
 * call such a lambda {@code OAuthOnTokenUpdate}.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls a listener on one of its own threads. The thread holds no lease, and callers of
 * Hexauth do not wait for it. A listener gets one call at a time, in the order of the events. Each
 * listener has its own queue, so a listener that hangs, throws or is slow does not affect the
 * others. The queue holds up to {@code OAuthClientConfig.waitingTasks} measurements, and separately
 * as many token events and incidents. Events beyond these numbers are dropped. If a listener
 * throws, Hexauth logs the exception without its message. A listener may call clients and sessions.
 * Bind it with {@code OAuthClientBinder.eventListener}.
 *
 * <p>Later versions may add methods, which do nothing by default.
 */
@FunctionalInterface
public interface OAuthEventListener {

  /**
   * Receives a token that this node has obtained or read, after the token was stored. The tokens of
   * a grant arrive in the order of their generations, each generation at most once on each node.
   * Also receives the revocation of a grant by this node.
   */
  void onToken(TokenEvent event);

  /**
   * Receives a problem of a grant or a server that an operator should know about. The same incident
   * may be reported again while the problem lasts.
   */
  default void onIncident(Incident incident) {}

  /**
   * Receives the end of a request, a refresh or a store call, or a state change of a circuit
   * breaker.
   */
  default void onMeasurement(Measurement measurement) {}

  /**
   * Receives the number of events that were dropped because the queue of this listener was full.
   * Hexauth calls this method together with the next event that it delivers.
   *
   * @param events the number of dropped events since the last call
   */
  default void onDropped(int events) {}
}
