// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Keys;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Rows about nodes with two versions or two keysets on one store. */
final class UpgradeRowsTest {

  private static final int USERS = 4;

  @Row(value = "U1", on = POSTGRES)
  void whatTheNextVersionWroteShouldBeReadAndKeptByThisOne(Fleet fleet) {
    String alice = fleet.expired();
    Member newer = fleet.a();
    newer.isOfTheNextVersion(true);
    try {
      String token = newer.ask(alice).token();
      assertThat(newer.hasSeenTheNextVersionsMember(alice)).as("written").isTrue();

      assertThat(fleet.b().ask(alice).token()).isEqualTo(token);
      assertThat(fleet.b().hasSeenTheNextVersionsMember(alice)).as("read").isTrue();
      String next = fleet.b().refresh(alice).token();
      assertThat(next).isNotEqualTo(token);
      assertThat(fleet.b().hasSeenTheNextVersionsMember(alice)).as("written again").isTrue();

      assertThat(fleet.c().ask(alice).token()).isEqualTo(next);
      assertThat(fleet.c().hasSeenTheNextVersionsMember(alice)).as("and it was stored").isTrue();
    } finally {
      newer.isOfTheNextVersion(false);
    }
    assertThat(newer.refresh(alice).token())
        .as("the newer one")
        .isEqualTo(fleet.b().ask(alice).token());
    assertThat(newer.hasSeenTheNextVersionsMember(alice)).as("and back").isTrue();
    assertThat(fleet.grant(alice).generation()).isEqualTo(3);
    assertThat(fleet.books().presentations()).containsExactly(1, 1);
  }

  /**
   * Rotates a key in steps: add it, roll it out, make it primary, roll out, seal again, disable the
   * old key, roll out. All calls succeed.
   */
  @Row(value = "U3", on = REDIS)
  void keysShouldBeReplacedUnderLoadWithoutADocumentThatCannotBeRead(Fleet fleet) {
    String alice = fleet.expired(Pace.CALM, Settings.STRICT);
    Keys old = fleet.keys();
    Keys added = old.withOneMore();
    Keys promoted = added.withLastAsPrimary();
    Keys replaced = promoted.withOnlyTheLast();
    try (var load = new Load(fleet)) {
      roll(fleet, added, load);
      roll(fleet, promoted, load);
    }
    // Row C9: a document that is sealed again while its refresh waits to commit is not lost either.
    // Without load, because the first thread at the fault point is stopped.
    var refreshing = fleet.standing(fleet.a(), FaultPoint.BEFORE_COMMIT, alice);
    assertThat(fleet.b().reseal()).as("hers at least").isPositive();
    fleet.a().go(FaultPoint.BEFORE_COMMIT);
    String token = Fleet.get(refreshing).token();
    try (var load = new Load(fleet)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> fleet.b().reseal() == 0);
      roll(fleet, replaced, load);
      fleet.keysAre(replaced);
      assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    }
    assertThat(fleet.c().refresh(alice).isToken()).isTrue();
    assertThat(fleet.books().presentations()).as("under load, too").containsOnly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  /** Gives the keys to half of the nodes, and then to the others, each half under load. */
  private static void roll(Fleet fleet, Keys keys, Load load) {
    for (List<Member> half :
        List.of(fleet.members().subList(0, 2), fleet.members().subList(2, 4))) {
      half.forEach(node -> node.receiveKeys(keys.json()));
      half.forEach(
          node ->
              await()
                  .pollInterval(Duration.ofMillis(50))
                  .atMost(Duration.ofSeconds(20))
                  .until(() -> node.keys().equals(keys.asSaid())));
      load.awaitAnotherRound();
    }
  }

  /** Load of users for whom each node repeatedly demands a newer token. No call may fail. */
  private static final class Load implements AutoCloseable {

    private final Fleet fleet;
    private final List<String> users;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private final CompletableFuture<Void> running;

    Load(Fleet fleet) {
      this.fleet = fleet;
      this.users =
          Stream.generate(() -> fleet.user(Pace.CALM, Settings.STRICT)).limit(USERS).toList();
      users.forEach(user -> fleet.consent(fleet.d(), user).token());
      this.running =
          CompletableFuture.runAsync(this::run, load -> new Thread(load, "load").start());
    }

    private void run() {
      while (!over.get()) {
        List<CompletableFuture<Answer>> calls =
            users.stream()
                .flatMap(user -> fleet.members().stream().map(node -> node.refreshing(user)))
                .toList();
        calls.forEach(call -> Fleet.get(call).token());
        rounds.incrementAndGet();
      }
    }

    /** Waits for a complete round of calls that starts after this call. */
    void awaitAnotherRound() {
      int wanted = rounds.get() + 2;
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> rounds.get() >= wanted || running.isDone());
      assertThat(running).as("the load").isNotDone();
    }

    @Override
    public void close() {
      over.set(true);
      running.join();
    }
  }
}
