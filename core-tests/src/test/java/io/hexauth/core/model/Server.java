// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.registration.RotationPolicy;

/**
 * An authorization server with one family of refresh tokens, which are numbers.
 *
 * @param policy what it does with a token that was presented
 * @param current the token that is good
 * @param rotatedAt when it replaced the one before
 * @param revoked whether it has revoked the family
 * @param requests so far
 */
record Server(RotationPolicy policy, int current, long rotatedAt, boolean revoked, int requests) {

  static Server of(RotationPolicy policy) {
    return new Server(policy, 1, 0, false, 0);
  }

  /** The server after a presentation; {@link #granted} says what it answers. */
  Server presented(int token, long now) {
    if (!granted(token, now)) {
      return new Server(policy, current, rotatedAt, revoked || token != current, requests + 1);
    }
    if (policy instanceof RotationPolicy.NonRotating || token != current) {
      return new Server(policy, current, rotatedAt, false, requests + 1);
    }
    return new Server(policy, current + 1, now, false, requests + 1);
  }

  /** The server after the client has obtained a token by itself. */
  Server obtained() {
    return new Server(policy, current + 1, rotatedAt, revoked, requests + 1);
  }

  Server refused() {
    return new Server(policy, current, rotatedAt, revoked, requests + 1);
  }

  boolean granted(int token, long now) {
    boolean inGrace =
        policy instanceof RotationPolicy.Grace grace
            && token == current - 1
            && now - rotatedAt <= grace.period().toSeconds();
    return !revoked && (token == current || inGrace);
  }
}
