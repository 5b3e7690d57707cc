// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.core.model.World.Late;
import io.hexauth.domain.internal.refresh.GrantTransitions.Transition;
import io.hexauth.domain.internal.refresh.GrantTransitions.Write;
import io.hexauth.domain.internal.refresh.StoreTime;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Calls of the store by nodes, one part after the other. Like the driver of the product. */
final class StoreCalls {

  /** Time that a slow store takes: less than a lease, more than half of a hold. */
  private static final long SLOW = 16;

  private final Transitions rules;

  StoreCalls(Transitions rules) {
    this.rules = rules;
  }

  /** {@return the answer of the store to a node} */
  static Shown shown(World world, int index, boolean done, boolean write) {
    Reading reading = world.nodes().get(index).call().shown().orElseThrow();
    return new Shown(done, reading.row(), reading.at(world.now()).earliest(), write);
  }

  /**
   * {@return the worlds after the next part of a step} A step consists of a read, unless the store
   * was just read, and of the write that the read leads to. Other nodes may write in between. Each
   * part is answered, or is executed or lost without an answer. In the latter cases, the step
   * starts again.
   */
  List<World> asked(
      World world,
      int index,
      Optional<Duration> within,
      UnaryOperator<World> written,
      BiFunction<Optional<GrantRecord>, StoreTime, Transition> step,
      BiFunction<World, Shown, World> answered,
      Function<World, World> unknown) {
    Node node = world.nodes().get(index);
    Function<World, World> unanswered =
        node.call().repeats()
            ? unknown
            : after -> after.with(index, node.with(node.call().repeat()));
    Optional<Reading> shown =
        node.call().shown().filter(r -> r.isUsable(world.now(), rules.refresh.rules().lease()));
    if (shown.isEmpty()) {
      return found(world, index, List::of, unanswered);
    }
    Reading reading = shown.get();
    StoreTime time = reading.at(world.now());
    Optional<Write> write = step.apply(reading.row(), time).write();
    if (write.isEmpty()) {
      boolean done = step.apply(reading.row(), time).isDone();
      return List.of(answered.apply(world, shown(world, index, done, false)));
    }
    Optional<GrantRecord> next = write.map(Write::next);
    boolean isFirst = rules.isUnchanged(reading, world);
    World done = isFirst ? written.apply(world.withRow(next)) : world;
    var worlds = new ArrayList<World>();
    if (isFirst) {
      Reading known = reading.written(done.row(), world.now());
      World after = done.with(index, node.with(node.call().showing(Optional.of(known))));
      worlds.add(answered.apply(after, shown(after, index, true, true)));
    } else {
      worlds.add(world.with(index, node.with(node.call().showing(Optional.empty()))));
    }
    if (world.may(Trouble.STORE_SILENT)) {
      worlds.add(unanswered.apply(done.after(Trouble.STORE_SILENT)));
      worlds.add(unanswered.apply(world.after(Trouble.STORE_SILENT)));
    }
    if (world.may(Trouble.WRITE_LATE)) {
      Optional<Long> notAfter = within.map(time.latest()::plus).map(end -> end.getEpochSecond());
      var late = Optional.of(new Late(reading.row(), next.orElseThrow(), notAfter));
      worlds.add(unanswered.apply(world.after(Trouble.WRITE_LATE).withLate(late)));
      worlds.add(unanswered.apply(done.after(Trouble.WRITE_LATE).withLate(late)));
    }
    return worlds;
  }

  /** {@return the worlds after a read: answered immediately, slowly, or not at all} */
  static List<World> found(
      World world,
      int index,
      Function<World, List<World>> then,
      Function<World, World> unanswered) {
    Node node = world.nodes().get(index);
    if (node.call().slow()) {
      return then.apply(showing(world, index, Reading.askedEarly(world, SLOW)));
    }
    var worlds = new ArrayList<>(then.apply(showing(world, index, Reading.of(world))));
    if (world.may(Trouble.STORE_SILENT)) {
      worlds.add(unanswered.apply(world.after(Trouble.STORE_SILENT)));
    }
    if (world.may(Trouble.STORE_SLOW)) {
      World slow = world.after(Trouble.STORE_SLOW);
      Node late = node.until(world.now() + SLOW);
      worlds.add(slow.with(index, late.with(node.call().slowly())));
      worlds.add(showing(slow.with(index, late), index, Reading.answeredLate(world, SLOW)));
    }
    return worlds;
  }

  private static World showing(World world, int index, Reading reading) {
    Node node = world.nodes().get(index);
    return world.with(index, node.with(node.call().showing(Optional.of(reading))));
  }
}
