// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Course of the run: tokens expire, nodes are killed, and users who have lost a grant consent
 * again.
 */
final class Stage {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Plan plan;
  private final FakeAuthorizationServer server;
  private final Fleet fleet;
  private final PrintStream out;
  private final Map<String, Long> consentedAt = new HashMap<>();
  private int read;

  Stage(Plan plan, FakeAuthorizationServer server, Fleet fleet, PrintStream out) {
    this.plan = plan;
    this.server = server;
    this.fleet = fleet;
    this.out = out;
  }

  void play() {
    long start = System.nanoTime();
    long lastKill = plan.load().minus(plan.recovery()).toNanos();
    long next = Plan.FIRST_KILL.toNanos();
    int kills = 0;
    for (long now = 0; now < plan.load().toNanos(); now = System.nanoTime() - start) {
      fleet.work();
      consentAgain();
      if (kills < plan.kills() && now > next && now < lastKill) {
        kill(kills++ % 2 == 0);
        next = System.nanoTime() - start + Plan.BETWEEN_KILLS.toNanos();
      }
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  private void kill(boolean whileAnswered) {
    if (!whileAnswered) {
      fleet.killAny();
      return;
    }
    int before = server.token().requests().size();
    Gate answers = server.token().holdAnswers();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && presenter(before).filter(this::killPresenter).isEmpty()) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    answers.release();
  }

  /**
   * Kills the node that sends a refresh: the server has replaced the refresh token, and no node has
   * the answer yet.
   */
  private boolean killPresenter(String node) {
    return fleet.kill(node, ", while the server answers it");
  }

  /** {@return the node of the latest refresh after this number of requests} */
  private Optional<String> presenter(int before) {
    List<ReceivedRequest> requests = server.token().requests();
    return requests.subList(before, requests.size()).stream()
        .map(ReceivedRequest::form)
        .filter(form -> form.first("refresh_token").isPresent())
        .map(Books::node)
        .findFirst();
  }

  /**
   * Lets users who have lost a grant consent again, once each: after the new consent, some nodes
   * still report the old loss.
   */
  private void consentAgain() {
    List<String> losses =
        fleet.said().stream()
            .filter(line -> line.startsWith("failed ") && line.endsWith(" " + Verdict.LOST))
            .map(line -> line.split(" ", 3)[1])
            .toList();
    for (String user : Set.copyOf(losses.subList(Math.min(read, losses.size()), losses.size()))) {
      long now = System.nanoTime();
      long last = consentedAt.getOrDefault(user, now - plan.load().toNanos());
      if (now - last > plan.lease().toNanos()) {
        fleet.consent(server, user);
        consentedAt.put(user, now);
        out.println(user + " has lost a rotation, and has consented again");
      }
    }
    read = losses.size();
  }
}
