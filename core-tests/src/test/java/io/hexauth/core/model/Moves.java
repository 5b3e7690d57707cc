// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Presentation.Answer;
import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.LeaseTerms;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.RotationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Next steps of one node. Like the driver of the product, with effects on the world. */
final class Moves {

  private final Scenario scenario;
  private final Transitions rules;
  private final StoreCalls store;

  Moves(Scenario scenario, Transitions rules) {
    this.scenario = scenario;
    this.rules = rules;
    this.store = new StoreCalls(rules);
  }

  /** {@return every world that can follow after the next step of this node} */
  List<World> of(World world, int index) {
    Node node = world.nodes().get(index);
    if (node.waiting()) {
      return List.of(received(world, index));
    }
    RefreshStep step = node.step().orElseThrow();
    if (step instanceof RefreshStep.Look) {
      return looked(world, index);
    }
    if (step instanceof TakeLease lease) {
      return leased(world, index, lease);
    }
    if (step instanceof Present present) {
      return presented(world, index, present);
    }
    if (step instanceof Commit commit) {
      return committed(world, index, commit);
    }
    if (step instanceof Settle settle) {
      return settled(world, index, settle);
    }
    if (step instanceof WriteBack writeBack) {
      return writtenBack(world, index, writeBack);
    }
    return List.of(world.with(index, node.at(new RefreshStep.Look()))); // the step is Rest
  }

  private List<World> looked(World world, int index) {
    Node node = world.nodes().get(index);
    Function<World, List<World>> seen =
        after ->
            List.of(
                showed(after, index, StoreCalls.shown(after, index, false, false), rules::seen));
    return node.call().shown().isPresent()
        ? seen.apply(world)
        : StoreCalls.found(
            world, index, seen, after -> after.with(index, node.anew(rules.start(node.known()))));
  }

  private World showed(World world, int index, Shown found, Function<GrantView, RefreshStep> rule) {
    Node node = world.nodes().get(index);
    Optional<GrantRecord> full = found.record().filter(r -> r.envelope().isPresent());
    Node seen = full.map(r -> node.knowing(r.generation(), World.token(r))).orElse(node);
    var sight =
        new GrantView(
            found.record(),
            full.filter(r -> r.generation() > node.wants()).isPresent(),
            full.isPresent() && !scenario.own(),
            Transitions.remembered(seen.known()),
            found.now());
    long generation = found.record().map(GrantRecord::generation).orElse(0L);
    return next(world.with(index, seen), index, rule.apply(sight), generation);
  }

  private List<World> leased(World world, int index, TakeLease task) {
    Node before = world.nodes().get(index);
    Node node =
        before.call().begun() ? before : before.asking(world.now()).with(before.call().begin());
    var terms =
        new LeaseTerms(
            task.expected(),
            task.expected().isPresent() ? Optional.empty() : Optional.of(World.ID),
            "node-" + index,
            "attempt-" + index + "-" + node.attempts(),
            rules.refresh.rules().lease(),
            rules.hold());
    return store.asked(
        world.with(index, node),
        index,
        Optional.of(rules.refresh.rules().lease().dividedBy(4)),
        UnaryOperator.identity(),
        (row, time) -> rules.lease(row, terms, time),
        (after, answer) ->
            answer.done()
                ? next(after, index, rules.leaseTaken(answer.record().orElseThrow()), 0)
                : showed(after, index, answer, rules::leaseRefused),
        after -> next(after, index, rules.leaseUnknown(), 0));
  }

  private List<World> presented(World world, int index, Present task) {
    Node node = world.nodes().get(index);
    if (!rules.mayPresent(Duration.ofSeconds(world.now() - node.asked()))) {
      return List.of(next(world, index, rules.refresh.tooLate(task), 0));
    }
    if (scenario.own()) {
      return obtained(world, index);
    }
    Oracle.presents(world, scenario, index, task.leased(), task.again());
    long first = task.again() ? node.sent() : world.now();
    Node sending = node.sending(first);
    int token = World.token(task.leased());
    boolean granted = world.server().granted(token, world.now());
    String attempt = task.leased().lease().orElseThrow().attemptId();
    // The node counts from its own request for the lease, whatever the record contains.
    long free =
        node.asked() + rules.refresh.rules().lease().plus(rules.refresh.rules().hold()).toSeconds();
    var worlds = new ArrayList<World>();
    World sent =
        world
            .with(world.server().presented(token, world.now()))
            .with(index, sending)
            .with(
                plus(
                    world,
                    new Presentation(index, attempt, token, true, granted, Answer.OPEN, free)));
    worlds.add(sent);
    if (world.may(Trouble.ANSWER_LOST)) {
      long timeout = world.now() + rules.refresh.rules().deadline().toSeconds();
      worlds.add(
          sent.with(
                  plus(
                      world,
                      new Presentation(index, attempt, token, true, granted, Answer.LOST, free)))
              .with(index, sending.until(timeout))
              .after(Trouble.ANSWER_LOST));
      worlds.add(
          world
              .with(
                  plus(
                      world,
                      new Presentation(index, attempt, token, false, false, Answer.LOST, free)))
              .with(index, sending.until(timeout))
              .after(Trouble.ANSWER_LOST));
    }
    if (world.may(Trouble.NOT_SENT)) {
      worlds.add(
          outcome(world.with(index, sending).after(Trouble.NOT_SENT), index, Results.NOT_SENT));
    }
    for (Trouble refusal :
        List.of(Trouble.REFUSED_WITHOUT_ERROR, Trouble.REFUSED_WITHOUT_ERROR_AGAIN)) {
      if (world.may(refusal)) {
        worlds.add(
            outcome(
                world
                    .with(world.server().refused())
                    .with(index, sending)
                    .with(
                        plus(
                            world,
                            new Presentation(
                                index, attempt, token, false, false, Answer.LOST, free)))
                    .after(refusal),
                index,
                Results.REFUSED_WITHOUT_ERROR));
      }
    }
    if (world.may(Trouble.REFUSED)) {
      worlds.add(
          world
              .with(world.server().refused())
              .with(index, sending)
              .with(
                  plus(
                      world,
                      new Presentation(index, attempt, token, true, false, Answer.OPEN, free)))
              .after(Trouble.REFUSED));
    }
    return worlds;
  }

  /**
   * {@return the worlds after a request for a grant without rotation} Nothing can be lost: the
   * answer arrives or does not.
   */
  private List<World> obtained(World world, int index) {
    World sent = world.with(index, world.nodes().get(index).sending(world.now()));
    World served = sent.with(world.server().obtained());
    var worlds = new ArrayList<World>();
    worlds.add(issued(served, index, served.server().current()));
    if (world.may(Trouble.ANSWER_LOST)) {
      worlds.add(outcome(served.after(Trouble.ANSWER_LOST), index, Results.unknown(false)));
    }
    if (world.may(Trouble.NOT_SENT)) {
      worlds.add(outcome(sent.after(Trouble.NOT_SENT), index, Results.NOT_SENT));
    }
    if (world.may(Trouble.REFUSED)) {
      worlds.add(
          outcome(
              sent.with(world.server().refused()).after(Trouble.REFUSED),
              index,
              Results.refused(false)));
    }
    return worlds;
  }

  private static List<Presentation> plus(World world, Presentation more) {
    var all = new ArrayList<>(world.presentations());
    all.add(more);
    return all;
  }

  private World received(World world, int index) {
    var all = new ArrayList<>(world.presentations());
    int last = all.size() - 1;
    while (all.get(last).node() != index) {
      last--;
    }
    Presentation mine = all.get(last);
    if (mine.answer() == Answer.LOST) {
      return outcome(world, index, Results.unknown(true));
    }
    all.set(last, mine.with(Answer.KNOWN));
    World heard = world.with(all);
    if (!mine.granted()) {
      return outcome(heard, index, Results.refused(true));
    }
    return issued(
        heard,
        index,
        world.server().policy() instanceof RotationPolicy.NonRotating
            ? mine.token()
            : mine.token() + 1);
  }

  private World issued(World world, int index, int token) {
    Node node = world.nodes().get(index);
    GrantRecord leased = ((Present) node.step().orElseThrow()).leased();
    return outcome(
        world.with(index, node.issuing(leased.generation() + 1, token)), index, Results.GRANTED);
  }

  private World outcome(World world, int index, TokenResult outcome) {
    Node node = world.nodes().get(index).answered();
    return next(
        world.with(index, node),
        index,
        rules.presented(
            (Present) node.step().orElseThrow(),
            outcome,
            Duration.ofSeconds(world.now() - node.asked()),
            Duration.ofSeconds(world.now() - node.sent())),
        0);
  }

  private List<World> committed(World world, int index, Commit task) {
    Node node = world.nodes().get(index);
    SealedCredential credential =
        World.credential(node.token(), "attempt-" + index + "-" + node.attempts());
    return store.asked(
        world,
        index,
        Optional.empty(),
        UnaryOperator.identity(),
        (row, time) -> rules.commit(row, task.presented(), credential, time),
        (after, answer) -> {
          if (answer.write()) {
            Oracle.committed(node, world.row().orElseThrow(), answer.record().orElseThrow());
          }
          return next(
              after, index, rules.committed(task, answer.done(), answer.record()), node.issued());
        },
        after -> next(after, index, rules.commitUnknown(task), node.issued()));
  }

  private List<World> settled(World world, int index, Settle task) {
    return store.asked(
        world,
        index,
        Optional.empty(),
        after -> task.failure().state() == GrantState.INTENT ? freed(after, index) : after,
        (row, time) -> rules.settle(row, task, time),
        (after, answer) -> next(after, index, rules.settled(task, answer.done()), 0),
        after -> next(after, index, rules.refresh.settleUnknown(task), 0));
  }

  /** {@return the world after the node has recorded an unknown outcome: the hold starts} */
  private World freed(World world, int index) {
    long free = world.now() + rules.refresh.rules().hold().toSeconds();
    return world.with(
        world.presentations().stream()
            .map(p -> p.node() == index && p.free() > free ? p.freeFrom(free) : p)
            .toList());
  }

  private List<World> writtenBack(World world, int index, WriteBack task) {
    Node node = world.nodes().get(index);
    SealedCredential credential = World.credential(node.token(), World.ID.value());
    var version = new GrantRecord.Version(World.ID, node.known());
    return store.asked(
        world,
        index,
        Optional.empty(),
        UnaryOperator.identity(),
        (row, time) -> rules.put(row, version, task.replaced(), credential, time),
        (after, answer) -> next(after, index, rules.refresh.writtenBack(answer.done()), 0),
        after -> next(after, index, new RefreshStep.Look(), 0));
  }

  /** {@return the world in which the node continues, or its caller has a result} */
  private World next(World world, int index, RefreshStep step, long generation) {
    Node node = world.nodes().get(index);
    RefreshStep again = rules.start(node.known());
    if (step instanceof RefreshStep.Task) {
      return world.with(index, node.at(step));
    }
    if (step instanceof RefreshStep.Adopt || step instanceof RefreshStep.Stored) {
      Oracle.serves(world, generation);
      return world.with(index, node.ended("served", generation, again));
    }
    if (step instanceof RefreshStep.ServeUnstored unstored) {
      Oracle.servesUnstored(world, scenario);
      return world.with(index, node.at(unstored.commit()));
    }
    if (step instanceof RefreshStep.NeedUser needUser) {
      return world.with(index, node.ended("user: " + needUser.reason(), generation, again));
    }
    if (step instanceof RefreshStep.RevokeIssued) {
      Node clean = node.issuing(0, node.token()); // the server knows it too
      return world.with(index, clean.ended("revoked", generation, again));
    }
    if (step instanceof RefreshStep.BackOff backOff) {
      return world.with(index, node.anew(again).until(world.now() + seconds(backOff.delay())));
    }
    return world.with(index, node.anew(again)); // GiveUp or StoreGone: a caller will ask again
  }

  private static long seconds(Duration delay) {
    return delay.plusMillis(999).toSeconds();
  }
}
