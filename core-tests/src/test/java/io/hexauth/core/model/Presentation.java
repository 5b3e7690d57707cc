// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

/**
 * A presentation of a refresh token, with facts that no single node knows.
 *
 * @param node the node that presented
 * @param attempt the lease under which it presented
 * @param token the presented token
 * @param processed true if the server processed the request
 * @param granted true if the server granted a token
 * @param answer the knowledge of the node
 * @param free the time from which another node may present the same token, if the node learns
 *     nothing more
 */
record Presentation(
    int node,
    String attempt,
    int token,
    boolean processed,
    boolean granted,
    Answer answer,
    long free) {

  /** Knowledge of a node about its presentation. */
  enum Answer {
    /** The answer can still arrive. */
    OPEN,
    /** The answer will never arrive. */
    LOST,
    /** The answer has arrived. */
    KNOWN
  }

  Presentation with(Answer learned) {
    return new Presentation(node, attempt, token, processed, granted, learned, free);
  }

  Presentation freeFrom(long time) {
    return new Presentation(node, attempt, token, processed, granted, answer, time);
  }
}
