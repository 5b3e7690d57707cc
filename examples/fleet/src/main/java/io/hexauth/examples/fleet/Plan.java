// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Size and duration of a run.
 *
 * @param nodes the number of nodes at a time
 * @param users the number of users; each has one grant, and one caller on every node
 * @param kills the number of nodes to kill; every second one is killed while the server answers it
 * @param deadline the deadline of a request to the authorization server; a lease is twice as long
 * @param load the time for which the users call the API
 */
record Plan(int nodes, int users, int kills, Duration deadline, Duration load) {

  /** Lifetime of an access token, short so that tokens often expire. */
  static final Duration LIFE = Duration.ofSeconds(4);

  /** Hold after a lease, shorter than the default. */
  static final Duration HOLD = Duration.ofMillis(500);

  static final Duration FIRST_KILL = Duration.ofMillis(1500);
  static final Duration BETWEEN_KILLS = Duration.ofMillis(2500);

  /** {@return the plan of the command in the README} */
  static Plan full() {
    return new Plan(4, 12, 7, Duration.ofSeconds(4), Duration.ofSeconds(28));
  }

  Duration lease() {
    return deadline.multipliedBy(2);
  }

  /** {@return the time after which the death of a node has no effect any more} */
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
