// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.SharedStore.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Soak test, run by {@code -Psoak}: half of the time on each store. */
final class FleetSoak {

  private static final Logger LOG = LoggerFactory.getLogger(FleetSoak.class);
  private static final int CALLERS = 6;
  private static final Pattern ISSUED = Pattern.compile("\\b(at|rt|code)-[A-Za-z0-9_-]{32}");

  private final CountDownLatch end = new CountDownLatch(1);
  private final History history = new History();
  private final List<Thread> threads = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void promisesShouldHoldWhateverGoesWrong(Kind kind) throws Exception {
    Duration length =
        Duration.parse(System.getProperty("fleet.soak", "PT10M")).dividedBy(Kind.values().length);
    long seed = Long.getLong("fleet.seed", System.nanoTime());
    LOG.info("Soak on {} for {}, -Dfleet.seed={}", kind, length, seed);
    try (var fleet = new Fleet(kind)) {
      fleet.server().issue(issuing -> issuing.withLifetime(Duration.ofSeconds(4)));
      var load = new Load(fleet, history, end);
      start(fleet, load, seed);
      boolean unused = end.await(length.toMillis(), TimeUnit.MILLISECONDS);
      end.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      settle(fleet, load.users());
      var checker = new Checker(fleet, history);
      checker.check();
      checker.bounds(load.users().size()).forEach(history::violated);
      secrets(fleet);
      report(kind, length, seed, fleet, checker);
    }
    assertThat(history.violations()).isEmpty();
  }

  private void start(Fleet fleet, Load load, long seed) {
    var trouble = new Trouble(fleet, history, end);
    run("trouble of servers", () -> trouble.ofServers(seed));
    for (Member member : fleet.members()) {
      run(
          "trouble of " + member,
          () -> trouble.ofNode(member, seed + member.toString().hashCode()));
    }
    for (int i = 0; i < CALLERS; i++) {
      long mine = seed - i;
      run("caller " + i, () -> load.run(mine));
    }
  }

  private void run(String name, Runnable task) {
    var thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (RuntimeException | Error e) {
                LOG.error("The soak itself has failed", e);
                history.violated("The soak itself: " + name + ": " + e);
              }
            },
            name);
    threads.add(thread);
    thread.start();
  }

  /** Checks that, after all faults have ended, every node returns the same token in the end. */
  private void settle(Fleet fleet, List<String> users) {
    fleet.server().token().behave();
    fleet.server().issue(issuing -> issuing.withLifetime(Duration.ofHours(1)));
    fleet.members().forEach(Member::heal);
    fleet.members().forEach(Member::awaitReady);
    for (String user : users) {
      if (!reaches(fleet.a(), user)) {
        fleet.consent(fleet.b(), user);
      }
      if (!agree(fleet.members(), user)) {
        history.violated("In the end nodes have different tokens of one grant");
      }
    }
  }

  private static boolean reaches(Member member, String user) {
    try {
      member.askUntilToken(user);
      return true;
    } catch (AssertionError e) {
      return false;
    }
  }

  /**
   * {@return true if all nodes return the same token} For the staleness, a node may first return an
   * older valid token.
   */
  private static boolean agree(List<Member> members, String user) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() - end < 0) {
      if (members.stream().map(m -> m.askUntilToken(user)).distinct().count() == 1) {
        return true;
      }
    }
    return false;
  }

  private void secrets(Fleet fleet) throws IOException {
    for (Path file : fleet.evidence()) {
      try (Stream<String> lines = Files.lines(file, java.nio.charset.StandardCharsets.ISO_8859_1)) {
        if (lines.anyMatch(l -> ISSUED.matcher(l).find() || l.contains("@fleet.example"))) {
          history.violated("I7: a secret or a name in " + file.getFileName());
        }
      }
    }
  }

  private void report(Kind kind, Duration length, long seed, Fleet fleet, Checker checker)
      throws IOException {
    var text = new StringBuilder();
    text.append("# Soak on " + kind + "\n\n");
    text.append("- commit: " + Commit.current() + "\n");
    text.append("- length: " + length + ", seed: " + seed + "\n");
    text.append("- JVMs: " + fleet.members().size() + ", Java " + Runtime.version() + "\n");
    text.append("- faults: " + history.faultCounts() + "\n");
    text.append("- refresh tokens presented: " + checker.presented() + "\n");
    text.append("- presented again, each after a fault: " + checker.presentedAgain());
    text.append(" (" + checker.presentedLate() + " of them near a frozen node)\n");
    text.append("- repeated near a frozen node: counted, not checked against the hold\n");
    int revoked = fleet.server().ledger().familiesRevokedForReuse();
    text.append("- families revoked by the server (lost rotations): " + revoked + "\n");
    text.append("- what callers got: " + history.outcomes() + "\n");
    text.append("- violations: " + history.violations().size() + "\n");
    history.violations().forEach(violation -> text.append("  - " + violation + "\n"));
    Path folder = Path.of(System.getProperty("fleet.soak.results", "target/fleet/soak"));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("soak-" + kind + ".md"), text);
    LOG.info("{}", text);
  }
}
