// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Storm: four JVMs with 64 threads each request a token of one expired grant, with strict rotation.
 */
final class StormTest {

  private static final Logger LOG = LoggerFactory.getLogger(StormTest.class);
  private static final int THREADS = 64;
  private static final int MOST_USERS = 250;

  /**
   * Lifetime of the new token. No node refreshes again in its first half, and a storm takes a
   * fraction of a second.
   */
  private static final Duration LIFE = Duration.ofSeconds(8);

  private final Map<String, Long> expiry = new HashMap<>();

  @Row(value = "C2 storm", on = POSTGRES)
  void expiredGrantShouldBeRefreshedOnceHoweverManyAsk(Fleet fleet) {
    int rounds = Integer.getInteger("fleet.rounds", 50);
    List<String> users = users(fleet, Math.min(MOST_USERS, Math.max(1, rounds / 2)));
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      boolean again = i + users.size() < rounds;
      fleet.server().issue(issuing -> issuing.withLifetime(again ? LIFE : Duration.ofHours(1)));
      round(fleet, users.get(i % users.size()), i);
    }
    LOG.info(
        "{} storms of {} callers on {} took {}",
        rounds,
        THREADS * fleet.members().size(),
        fleet.store().kind(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private List<String> users(Fleet fleet, int count) {
    fleet.server().issue(issuing -> issuing.withLifetime(Duration.ofSeconds(1)));
    List<String> users = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String user = fleet.user(Pace.CALM, Settings.STRICT);
      fleet.consent(fleet.members().get(i % fleet.members().size()), user);
      users.add(user);
      expiry.put(user, System.nanoTime() + Duration.ofMillis(1_050).toNanos());
    }
    return users;
  }

  private void round(Fleet fleet, String user, int number) {
    long end = expiry.get(user);
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> System.nanoTime() - end > 0);
    fleet.books().open();
    List<CompletableFuture<Answer>> storm =
        fleet.members().stream().map(member -> member.asking(user, THREADS)).toList();
    List<String> tokens = storm.stream().map(calls -> Fleet.get(calls).token()).toList();
    expiry.put(user, System.nanoTime() + LIFE.plusMillis(50).toNanos());

    assertThat(tokens.stream().distinct()).as("round " + number).hasSize(1);
    assertThat(fleet.books().presentations()).as("round " + number).containsExactly(1);
    assertThat(fleet.books().familiesRevoked()).as("round " + number).isZero();
  }
}
