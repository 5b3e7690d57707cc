// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

/**
 * One presentation, as an observer of everything sees it.
 *
 * @param node who presented
 * @param attempt under which lease
 * @param token what was presented
 * @param processed whether the server processed it
 * @param granted whether the server granted a token
 * @param answer what the node knows of it
 * @param free from when on another node may present the same token, if the node never learns more
 */
record Presentation(
    int node,
    String attempt,
    int token,
    boolean processed,
    boolean granted,
    Answer answer,
    long free) {

  /** What a node knows of its presentation. */
  enum Answer {
    /** On its way. */
    OPEN,
    /** It will never come. */
    LOST,
    /** Received. */
    KNOWN
  }

  Presentation with(Answer learned) {
    return new Presentation(node, attempt, token, processed, granted, learned, free);
  }

  Presentation freeFrom(long time) {
    return new Presentation(node, attempt, token, processed, granted, answer, time);
  }
}
