// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.registration.RotationPolicy;

/**
 * Authorization server with one family of refresh tokens, which are numbers.
 *
 * @param policy the policy for a presented token
 * @param current the valid token
 * @param rotatedAt the time at which it replaced the previous token
 * @param revoked true if the family is revoked
 * @param requests the number of requests so far
 */
record Server(RotationPolicy policy, int current, long rotatedAt, boolean revoked, int requests) {

  static Server of(RotationPolicy policy) {
    return new Server(policy, 1, 0, false, 0);
  }

  /** {@return the server after a presentation} {@link #granted} returns its answer. */
  Server presented(int token, long now) {
    if (!granted(token, now)) {
      return new Server(policy, current, rotatedAt, revoked || token != current, requests + 1);
    }
    if (policy instanceof RotationPolicy.NonRotating || token != current) {
      return new Server(policy, current, rotatedAt, false, requests + 1);
    }
    return new Server(policy, current + 1, now, false, requests + 1);
  }

  /** {@return the server after the client has obtained a token without a refresh token} */
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
