// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Length and roughness of a run.
 *
 * @param nodes how many run at once
 * @param users each of whom has a grant, and a caller on every node
 * @param kills how many nodes are killed, every other one while the server answers it
 * @param deadline of one request to the authorization server; a lease is twice as long
 * @param load how long the users call the API
 */
record Plan(int nodes, int users, int kills, Duration deadline, Duration load) {

  /** Lifetime of an access token. Short, so that it ends often. */
  static final Duration LIFE = Duration.ofSeconds(4);

  /** After a lease; the default is longer. */
  static final Duration HOLD = Duration.ofMillis(500);

  static final Duration FIRST_KILL = Duration.ofMillis(1500);
  static final Duration BETWEEN_KILLS = Duration.ofMillis(2500);

  /** The run of the README's command. */
  static Plan full() {
    return new Plan(4, 12, 7, Duration.ofSeconds(4), Duration.ofSeconds(28));
  }

  Duration lease() {
    return deadline.multipliedBy(2);
  }

  /** {@return time after which the death of a node has no effect any more} */
  Duration recovery() {
    return lease().plus(HOLD).plus(Duration.ofMillis(2500));
  }

  List<String> names() {
    return names(users);
  }

  static List<String> names(int users) {
    return IntStream.rangeClosed(1, users).mapToObj(i -> "user-" + i).toList();
  }
}
