// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.time.Duration;

/**
 * Lifetimes of codes and tokens that the server issues. Each is at least two seconds: the server
 * rounds {@code expires_in} down, and would announce a token of one second as already expired.
 * Immutable.
 *
 * @param accessToken lifetime of an access token
 * @param refreshToken lifetime of a refresh token; rotation starts it anew
 * @param authorizationCode lifetime of an authorization code
 */
public record Lifetimes(Duration accessToken, Duration refreshToken, Duration authorizationCode) {

  private static final Duration SHORTEST = Duration.ofSeconds(2);

  /**
   * Checks the three durations.
   *
   * @throws IllegalArgumentException if one is shorter than two seconds
   */
  public Lifetimes {
    atLeastTwoSeconds("accessToken", accessToken);
    atLeastTwoSeconds("refreshToken", refreshToken);
    atLeastTwoSeconds("authorizationCode", authorizationCode);
  }

  /** Returns 5 minutes, 1 hour and 1 minute. */
  public static Lifetimes defaults() {
    return new Lifetimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMinutes(1));
  }

  /**
   * Returns a copy with another lifetime of access tokens.
   *
   * @throws IllegalArgumentException if it is shorter than two seconds
   */
  public Lifetimes withAccessToken(Duration lifetime) {
    return new Lifetimes(lifetime, refreshToken, authorizationCode);
  }

  /**
   * Returns a copy with another lifetime of refresh tokens.
   *
   * @throws IllegalArgumentException if it is shorter than two seconds
   */
  public Lifetimes withRefreshToken(Duration lifetime) {
    return new Lifetimes(accessToken, lifetime, authorizationCode);
  }

  private static void atLeastTwoSeconds(String name, Duration lifetime) {
    if (lifetime.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(name + " must be at least 2 s, but was " + lifetime);
    }
  }
}
