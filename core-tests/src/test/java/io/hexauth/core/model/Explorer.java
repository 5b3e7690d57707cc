// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.internal.refresh.GrantTransitions;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshRules;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Visits every world that can follow from the first one, each once. */
final class Explorer {

  /**
   * Time far beyond any lease, hold and back-off: a node without a result at that time never gets
   * one.
   */
  private static final long HORIZON = 2_000;

  /** Step of the clock that is longer than a lease and its hold. */
  private static final long STEP_BACK = 600;

  /** Step of the clock that is longer than a lease, and shorter than a lease and its hold. */
  private static final long STEP_FORWARD = 40;

  private final Scenario scenario;
  private final Transitions rules;
  private final Moves moves;
  private final List<World> worlds = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final List<int[]> followers = new ArrayList<>();

  Explorer(Scenario scenario, Transitions rules) {
    this.scenario = scenario;
    this.rules = rules;
    this.moves = new Moves(scenario, rules);
  }

  /**
   * {@return the number of worlds}
   *
   * @throws Violation with the path to the world in which a promise is broken
   */
  int explore() {
    World first = World.of(scenario, rules);
    Map<World, Integer> seen = new HashMap<>();
    seen.put(first, 0);
    worlds.add(first);
    parents.add(-1);
    for (int i = 0; i < worlds.size(); i++) {
      try {
        visit(i, seen);
      } catch (Violation e) {
        throw new Violation(String.valueOf(e.getMessage()), way(i));
      }
    }
    everyWorldShouldComeToAnEnd();
    return worlds.size();
  }

  private void visit(int index, Map<World, Integer> seen) {
    World world = worlds.get(index);
    Violation.unless(world.now() < HORIZON, "a node waits for ever");
    List<World> next = successors(world);
    if (next.isEmpty()) {
      Oracle.ended(world, scenario);
    }
    var edges = new int[next.size()];
    for (int n = 0; n < edges.length; n++) {
      Integer known = seen.putIfAbsent(next.get(n), worlds.size());
      edges[n] = known == null ? worlds.size() : known;
      if (known == null) {
        worlds.add(next.get(n));
        parents.add(index);
      }
    }
    followers.add(edges);
  }

  /** Checks that an end can be reached from every world, so no node loops forever. */
  private void everyWorldShouldComeToAnEnd() {
    var ends = new BitSet(worlds.size());
    boolean more = true;
    while (more) {
      more = false;
      for (int i = worlds.size() - 1; i >= 0; i--) {
        if (!ends.get(i) && (followers.get(i).length == 0 || leadsTo(ends, followers.get(i)))) {
          ends.set(i);
          more = true;
        }
      }
    }
    int stuck = ends.nextClearBit(0);
    if (stuck < worlds.size()) {
      throw new Violation("a node waits for ever", way(stuck));
    }
  }

  private static boolean leadsTo(BitSet ends, int[] edges) {
    for (int edge : edges) {
      if (ends.get(edge)) {
        return true;
      }
    }
    return false;
  }

  private List<World> successors(World world) {
    var next = new ArrayList<World>();
    boolean busy = false;
    for (int i = 0; i < world.nodes().size(); i++) {
      Node node = world.nodes().get(i);
      if (node.runs()) {
        if (node.waitsUntil() <= world.now()) {
          next.addAll(moves.of(world, i));
          busy |= !(node.step().orElseThrow() instanceof RefreshStep.Rest);
        }
        if (world.may(Trouble.CRASH)) {
          next.add(world.with(i, node.in(Node.State.CRASHED)).after(Trouble.CRASH));
        }
        if (world.may(Trouble.PAUSE)) {
          next.add(world.with(i, node.in(Node.State.PAUSED)).after(Trouble.PAUSE));
        }
      } else if (node.state() == Node.State.PAUSED) {
        next.add(world.with(i, node.in(Node.State.RUNNING)));
      }
    }
    if (world.may(Trouble.CLOCK_BACK)) {
      next.add(world.withClockSet(-STEP_BACK).after(Trouble.CLOCK_BACK));
    }
    if (world.may(Trouble.CLOCK_FORWARD)) {
      next.add(world.withClockSet(STEP_FORWARD).after(Trouble.CLOCK_FORWARD));
    }
    if (world.may(Trouble.LEASE_FORGOTTEN)
        && world
            .row()
            .filter(r -> r.state() == GrantState.INTENT && r.attempt() == 1)
            .isPresent()) {
      next.add(world.withoutLease().after(Trouble.LEASE_FORGOTTEN));
    }
    if (world.may(Trouble.STORE_FORGETS) && world.before().isPresent()) {
      next.add(world.withoutCredential().after(Trouble.STORE_FORGETS));
    }
    world
        .late()
        .ifPresent(
            late -> {
              World gone = world.withLate(Optional.empty());
              next.add(rules.arrives(late, world) ? gone.withRow(Optional.of(late.next())) : gone);
            });
    if (world.may(Trouble.RESEALED)
        && world.row().filter(r -> r.envelope().isPresent()).isPresent()) {
      next.add(world.withListed(world.row()).after(Trouble.RESEALED));
    }
    world.listed().ifPresent(listed -> next.add(resealed(world, listed)));
    if (world.may(Trouble.REVOKED)
        && world.row().filter(r -> r.state() != GrantState.TOMBSTONE).isPresent()) {
      next.add(revoked(world));
    }
    if (!busy) {
      laterOf(world).ifPresent(time -> next.add(world.at(time)));
    }
    return next;
  }

  /** {@return the time of the next possible event} Nodes are fast, so nothing else takes time. */
  private Optional<Long> laterOf(World world) {
    long hold = rules.refresh.rules().hold().toSeconds();
    return Stream.concat(
            world.nodes().stream().filter(Node::runs).map(Node::waitsUntil),
            world.row().stream()
                .flatMap(
                    row ->
                        Stream.concat(
                            row.notBefore().stream().map(t -> t.getEpochSecond() - world.ahead()),
                            row.lease().stream()
                                .map(lease -> lease.until().getEpochSecond() - world.ahead())
                                .flatMap(end -> Stream.of(end, end + hold + 1)))))
        .filter(time -> time > world.now())
        .min(Long::compare);
  }

  private World resealed(World world, GrantRecord listed) {
    return made(world, rules.reseal(world.row(), listed)).withListed(Optional.empty());
  }

  private static World revoked(World world) {
    GrantRecord.Version expected = world.row().orElseThrow().version();
    Transition end =
        GrantTransitions.tombstone(
            world.row(), expected, Duration.ofHours(24), StoreTime.of(world.storeNow()));
    return made(world, end).after(Trouble.REVOKED);
  }

  private static World made(World world, Transition step) {
    return step.write().map(write -> world.withRow(Optional.of(write.next()))).orElse(world);
  }

  private String way(int last) {
    Deque<String> steps = new ArrayDeque<>();
    for (int i = last; i >= 0; i = parents.get(i)) {
      steps.addFirst(worlds.get(i).toString());
    }
    return String.join("\n", steps);
  }

  static Refresh refresh(Scenario scenario) {
    return new Refresh(
        new RefreshRules(
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(8),
            Duration.ofHours(24),
            scenario.policy(),
            scenario.own()));
  }
}
