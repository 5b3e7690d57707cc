// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Checks of the promises. The checks see everything, and do not use the rules. */
final class Oracle {

  private Oracle() {}

  /** I1: checks a presentation before it is sent. */
  static void presents(
      World world, Scenario scenario, int node, GrantRecord leased, boolean again) {
    int token = World.token(leased);
    Violation.unless(
        world.nodes().get(node).known() <= leased.generation(),
        "I1: a node presents a generation older than one that it knows");
    Violation.unless(
        world.row().filter(r -> r.state() == GrantState.DEAD).isEmpty(),
        "I1: the token of a dead grant is presented");
    Set<Trouble> used = used(world, scenario);
    if (used.contains(Trouble.STORE_FORGETS) || used.contains(Trouble.CLOCK_FORWARD)) {
      // With the credential, the store may have lost the intent of the node that presents it. A
      // clock that is set forward ends leases and holds early.
      return;
    }
    for (Presentation earlier : world.presentations()) {
      if (earlier.token() == token) {
        Violation.unless(
            mayFollow(world, earlier, node, again) || isForgotten(world, earlier, leased),
            () -> "I1: token " + token + " is presented again before " + earlier + " is over");
      }
    }
  }

  /** {@return true if the store has forgotten the lease of one of two presentations} */
  private static boolean isForgotten(World world, Presentation earlier, GrantRecord leased) {
    String attempt = leased.lease().orElseThrow().attemptId();
    return earlier.attempt().equals(world.forgotten()) || attempt.equals(world.forgotten());
  }

  private static boolean mayFollow(World world, Presentation earlier, int node, boolean again) {
    RotationPolicy policy = world.server().policy();
    boolean free = world.now() >= earlier.free();
    if (policy instanceof RotationPolicy.NonRotating) {
      boolean underWay =
          earlier.answer() == Presentation.Answer.OPEN
              && world.nodes().get(earlier.node()).state() == Node.State.RUNNING;
      return !underWay || free;
    }
    boolean inGrace = policy instanceof RotationPolicy.Grace && again && earlier.node() == node;
    return inGrace || free;
  }

  /** I2, I4: checks a write of the store. */
  static void written(World world, Optional<GrantRecord> written) {
    Optional<GrantRecord> was = world.row();
    if (was.isEmpty()) {
      return;
    }
    Violation.unless(written.isPresent(), "I2: a record disappeared");
    GrantRecord before = was.get();
    GrantRecord after = written.orElseThrow();
    Violation.unless(
        after.generation() >= before.generation(), "I2: a generation was replaced by an older one");
    Violation.unless(
        before.state() != GrantState.TOMBSTONE || after.state() == GrantState.TOMBSTONE,
        "a tombstone was overwritten");
    if (after.state() == GrantState.DEAD && before.state() != GrantState.DEAD) {
      Violation.unless(
          world.presentations().stream()
              .anyMatch(p -> p.token() == World.token(before) && !p.granted() && p.processed()),
          "I4: a grant was condemned although its token was not refused");
    }
    if (after.generation() == before.generation()
        && after.state() != GrantState.TOMBSTONE
        && before.envelope().isPresent()) {
      Violation.unless(
          World.token(after) == World.token(before), "I4: a credential changed its content");
    }
  }

  /** Checks a commit: the stored token follows the presented one. */
  static void committed(Node node, GrantRecord before, GrantRecord after) {
    if (after.generation() != before.generation()) {
      Violation.unless(
          node.issued() == after.generation(), "I2: a credential was stored as another generation");
    }
  }

  /** I3: checks that a caller may get a token that is not stored. */
  static void servesUnstored(World world, Scenario scenario) {
    Violation.unless(
        used(world, scenario).contains(Trouble.STORE_SILENT)
            || used(world, scenario).contains(Trouble.WRITE_LATE),
        "I3: a token was served before it was stored, and the store was there");
  }

  /** I3: checks that a caller may get a token. */
  static void serves(World world, long generation) {
    Violation.unless(
        world.row().filter(r -> r.generation() >= generation).isPresent()
            || world.before().isEmpty(),
        "I3: a token was served that is not stored");
  }

  /** Checks a world in which nothing happens any more. */
  static void ended(World world, Scenario scenario) {
    Set<Trouble> used = used(world, scenario);
    boolean allServed = true;
    for (Node node : world.nodes()) {
      Violation.unless(
          !node.isAlive() || node.step().isEmpty(), () -> "a node waits for ever: " + node);
      allServed &= !node.isAlive() || node.end().equals("served");
      Violation.unless(
          !node.isAlive() || !isUnseen(world, node),
          () -> "what was issued for a grant that is revoked lives on: " + node);
    }
    soonEnded(world, scenario);
    if (used.isEmpty()) {
      Violation.unless(allServed, "nothing went wrong, and a caller was not served");
      if (scenario.rounds() == 1) {
        Violation.unless(
            world.server().requests() == 1,
            () -> "nothing went wrong, and there were " + world.server().requests() + " requests");
      }
    }
    if (harmless(scenario).containsAll(used)) {
      Violation.unless(
          allServed && !world.server().revoked(), () -> "a grant was lost to nothing but " + used);
    }
  }

  /** {@return true if a token was issued and never stored, so no node can revoke it} */
  private static boolean isUnseen(World world, Node node) {
    return world
        .row()
        .filter(r -> r.state() == GrantState.TOMBSTONE && r.generation() < node.issued())
        .isPresent();
  }

  /**
   * Checks that an unknown outcome that can have done no harm costs only a timeout and a back-off.
   */
  private static void soonEnded(World world, Scenario scenario) {
    boolean harmless = scenario.own() || scenario.policy() instanceof RotationPolicy.NonRotating;
    if (harmless
        && scenario.rounds() == 1
        && EnumSet.of(Trouble.ANSWER_LOST).containsAll(used(world, scenario))) {
      Violation.unless(
          world.now() < Explorer.refresh(scenario).rules().lease().toSeconds(),
          "a node was kept out by an unknown outcome without a danger");
    }
  }

  /** {@return the troubles that cost no grant, whenever they occur} */
  private static Set<Trouble> harmless(Scenario scenario) {
    if (scenario.own()) {
      return EnumSet.complementOf(EnumSet.of(Trouble.REVOKED));
    }
    RotationPolicy policy = scenario.policy();
    if (policy instanceof RotationPolicy.NonRotating) {
      return EnumSet.of(
          Trouble.NOT_SENT,
          Trouble.RESEALED,
          Trouble.REFUSED_WITHOUT_ERROR,
          Trouble.STORE_SILENT,
          Trouble.WRITE_LATE,
          Trouble.CRASH,
          Trouble.PAUSE,
          Trouble.ANSWER_LOST,
          Trouble.STORE_FORGETS);
    }
    return policy instanceof RotationPolicy.Grace
        ? EnumSet.of(
            Trouble.NOT_SENT,
            Trouble.RESEALED,
            Trouble.REFUSED_WITHOUT_ERROR,
            Trouble.STORE_SILENT,
            Trouble.WRITE_LATE,
            Trouble.ANSWER_LOST)
        : EnumSet.of(
            Trouble.NOT_SENT,
            Trouble.RESEALED,
            Trouble.REFUSED_WITHOUT_ERROR,
            Trouble.STORE_SILENT,
            Trouble.WRITE_LATE);
  }

  private static Set<Trouble> used(World world, Scenario scenario) {
    Set<Trouble> used = EnumSet.noneOf(Trouble.class);
    used.addAll(scenario.troubles());
    used.removeAll(world.left());
    return used;
  }
}
