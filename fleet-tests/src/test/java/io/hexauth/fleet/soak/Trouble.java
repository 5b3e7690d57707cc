// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.soak.Fault.Kind;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Source of faults, one after the other, chosen by a seed. */
final class Trouble {

  private static final Kind[] OF_NODES = {
    Kind.KILL,
    Kind.FREEZE,
    Kind.STOP_AND_KILL,
    Kind.STOP_AND_FREEZE,
    Kind.STORE_CUT,
    Kind.STORE_HANGS,
    Kind.STORE_RESET,
    Kind.STORE_ANSWER_LOST,
    Kind.SERVER_CUT,
    Kind.SERVER_LOSES
  };

  private static final List<FaultPoint> POINTS = List.of(FaultPoint.values());

  private static final Map<String, Reply> CONFUSION =
      Map.of(
          "busy", Reply.busy(429, "1"),
          "page", Reply.html(200),
          "cut after processing", Reply.normal().resetting(),
          "error after processing", Reply.normal().withStatus(500).withBody("oops"),
          "no answer", Reply.of(200).hanging());

  private final Fleet fleet;
  private final History history;
  private final CountDownLatch end;

  Trouble(Fleet fleet, History history, CountDownLatch end) {
    this.fleet = fleet;
    this.history = history;
    this.end = end;
  }

  /** {@return the name of the scripted answer; empty for the normal behaviour} */
  static String script(Reply reply) {
    return CONFUSION.entrySet().stream()
        .filter(entry -> entry.getValue() == reply)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /**
   * Waits.
   *
   * @return true if the soak is over
   */
  private boolean pause(long millis) {
    try {
      return end.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Causes faults of single nodes, one after the other. The other nodes continue. */
  void ofNode(Member member, long seed) {
    var random = new Random(seed);
    while (!pause(1_000 + random.nextInt(5_000))) {
      Kind kind = OF_NODES[random.nextInt(OF_NODES.length)];
      FaultPoint point = POINTS.get(random.nextInt(POINTS.size()));
      long millis = random.nextInt(10) == 0 ? 6_000 : 100 + random.nextInt(2_500);
      history.during(
          kind,
          member.toString(),
          () -> {
            act(member, kind, point, millis);
            member.heal();
            member.awaitReady();
          });
    }
  }

  private void act(Member member, Kind kind, FaultPoint point, long millis) {
    switch (kind) {
      case STOP_AND_KILL, STOP_AND_FREEZE -> {
        member.stopAt(point);
        pause(Math.min(millis, 1_000));
      }
      case STORE_CUT -> member.store().refuse();
      case STORE_HANGS -> member.store().holdAnswers();
      case STORE_RESET -> member.store().reset();
      case STORE_ANSWER_LOST -> member.store().cutAnswer();
      case SERVER_CUT -> member.server().refuse();
      case SERVER_LOSES -> member.server().blackHole();
      default -> {}
    }
    switch (kind) {
      case KILL, STOP_AND_KILL -> member.kill();
      case FREEZE, STOP_AND_FREEZE -> member.freeze();
      default -> {}
    }
    pause(millis);
  }

  /** Causes faults of the two servers. They are rarer, because all nodes suffer. */
  void ofServers(long seed) {
    var random = new Random(seed);
    var kinds = CONFUSION.keySet().stream().sorted().toList();
    while (!pause(500 + random.nextInt(3_000))) {
      if (random.nextInt(30) == 0) {
        history.during(Kind.STORE_CRASH, "*", fleet.store()::crashAndRestart);
      } else {
        String kind = kinds.get(random.nextInt(kinds.size()));
        history.during(
            Kind.SERVER_CONFUSED,
            "no principal in particular",
            () -> fleet.server().token().next(CONFUSION.get(kind)));
      }
    }
  }
}
