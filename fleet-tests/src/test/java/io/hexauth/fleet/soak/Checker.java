// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.harness.AuditTrail;
import io.hexauth.fleet.harness.Change;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.node.Settings.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Check of the promises on a history, as far as they can be observed from outside. */
final class Checker {

  /** Thread pools for one authorization server: grants, visitors, revocations, providers. */
  private static final int POOLS = 4;

  /** Longest time between an effect and its cause. */
  private static final long NEAR =
      Pace.SOAK.lease().plus(Pace.SOAK.deadline()).plusSeconds(3).toNanos();

  private static final long TOLERANCE = Duration.ofMillis(50).toNanos();

  private final Fleet fleet;
  private final History history;
  private final List<Fault> faults;
  private int presented;
  private int presentedAgain;
  private int presentedLate;

  Checker(Fleet fleet, History history) {
    this.fleet = fleet;
    this.history = history;
    this.faults = history.faults();
  }

  int presented() {
    return presented;
  }

  int presentedAgain() {
    return presentedAgain;
  }

  int presentedLate() {
    return presentedLate;
  }

  void check() {
    presentations();
    try {
      AuditTrail.check(fleet.store().changes());
    } catch (AssertionError e) {
      history.violated(e.getMessage());
    }
    events();
    lostGrants();
  }

  /**
   * Promise I1: each repeated presentation of a refresh token is explained by a fault, and comes
   * after the hold. A code is never presented again.
   */
  private void presentations() {
    Map<String, Presentation> last = new HashMap<>();
    for (Presentation now : Presentation.at(fleet.server().token())) {
      Presentation before = last.put(now.secret(), now);
      presented += now.isCode() ? 0 : 1;
      if (before == null) {
        continue;
      }
      if (now.isCode()) {
        history.violated("A code was presented by " + before.node() + ", then by " + now.node());
        continue;
      }
      presentedAgain++;
      boolean late = wokeUp(now) || wokeUp(before);
      if (late) {
        presentedLate++;
      }
      if (before.script().equals("busy") || late) {
        continue;
      }
      long gap = now.at() - before.at();
      if (gap < before.hold() - TOLERANCE) {
        history.violated(
            "I1: presented again after "
                + TimeUnit.NANOSECONDS.toMillis(gap)
                + " ms, by "
                + before.node()
                + " and "
                + now.node());
      }
      if (before.script().isEmpty() && !isExplained(before)) {
        history.violated(
            "I1: presented again by "
                + now.node()
                + " although nothing had happened to "
                + before.node());
      }
    }
  }

  private boolean isExplained(Presentation presentation) {
    return faults.stream()
        .anyMatch(
            f ->
                f.touches(presentation.node(), presentation.at() - NEAR, presentation.at() + NEAR));
  }

  /** Row P1b: the node was frozen between its last check and the request. */
  private boolean wokeUp(Presentation presentation) {
    return faults.stream()
        .filter(Fault::freezes)
        .anyMatch(
            f ->
                f.touches(presentation.node(), presentation.at() - NEAR, presentation.at() + NEAR));
  }

  /** Promise I3, and the order of events. */
  private void events() {
    Map<String, Announced> announced = new HashMap<>();
    for (Member member : fleet.members()) {
      var all = new Announced();
      member.everythingSaid().forEach(process -> order(member, process, all));
      announced.put(member.toString(), all);
    }
    history
        .served()
        .forEach(
            (served, at) -> {
              boolean excused = isExcused(served.node(), at);
              if (!excused && !announced.get(served.node()).takeExplanation(served)) {
                history.violated("I3: served and never announced on " + served.node());
              }
            });
  }

  /** Checks the events of one process: generations grow, and nothing follows a revocation. */
  private void order(Member member, Queue<String> said, Announced announced) {
    Map<String, Long> last = new HashMap<>();
    for (String line : said) {
      String[] words = line.split(" ");
      if (!words[0].equals("event") || words.length != 6) {
        continue;
      }
      boolean end = words[2].equals("REVOKED");
      if (end) {
        announced.revocation(words[1]);
      } else {
        announced.token(words[1], words[4]);
      }
      long generation = end ? Long.MAX_VALUE : Long.parseLong(words[3]);
      Long before = last.put(words[1] + words[5], generation);
      if (before != null && before >= generation) {
        history.violated("Events: " + line + " after generation " + before + " on " + member);
      }
    }
  }

  private boolean isExcused(String node, long at) {
    return faults.stream()
        .filter(f -> f.hidesTheStore() || f.kills())
        .anyMatch(f -> f.touches(node, at - NEAR, at + NEAR));
  }

  /**
   * Every family that the server revoked was presented twice, and every such presentation is
   * counted.
   */
  private void lostGrants() {
    int revoked = fleet.server().ledger().familiesRevokedForReuse();
    if (revoked > presentedAgain) {
      history.violated("I1: " + revoked + " families revoked, " + presentedAgain + " explained");
    }
  }

  /**
   * {@return each exceeded bound, and by how much}
   *
   * @param users the number of users who have ever consented: each has at most one record
   */
  List<String> bounds(int users) {
    var broken = new ArrayList<String>();
    long records = fleet.store().changes().stream().map(Change::key).distinct().count();
    // Each process also refreshes grants at its start.
    int processes = fleet.members().stream().mapToInt(m -> m.everythingSaid().size()).sum();
    if (records > users + processes * Pace.AT_START.size()) {
      broken.add("I8: " + records + " records of " + users + " users");
    }
    for (Member member : fleet.members()) {
      int threads = member.threads();
      int most = Pace.AT_START.size() * POOLS * Pace.SOAK.config().concurrentRequests();
      if (threads > most) {
        broken.add("I8: " + threads + " threads on " + member);
      }
    }
    return broken;
  }
}
