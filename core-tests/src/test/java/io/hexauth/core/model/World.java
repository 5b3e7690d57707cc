// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.SealedCredential;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * State of everything at one time. Time is in seconds, and advances equally for all nodes. The
 * store's clock may be set.
 *
 * @param now the seconds since the start
 * @param row the record in the store
 * @param before the record before the last write of a credential
 * @param server the authorization server
 * @param nodes the nodes
 * @param presentations the presentations so far, oldest first
 * @param left the troubles that have not occurred yet
 * @param late a write that has not arrived yet
 * @param listed a record that was listed to be sealed again, and is not sealed yet
 * @param ahead the seconds by which the store's clock was set forward; negative if it was set back
 * @param forgotten the attempt whose lease the store has forgotten; empty if none
 */
record World(
    long now,
    Optional<GrantRecord> row,
    Optional<GrantRecord> before,
    Server server,
    List<Node> nodes,
    List<Presentation> presentations,
    Set<Trouble> left,
    Optional<Late> late,
    Optional<GrantRecord> listed,
    long ahead,
    String forgotten) {

  /**
   * A write that is under way, and whose sender no longer waits for it.
   *
   * @param expected the record that must be stored when it arrives
   * @param next the record that it writes
   * @param notAfter the time of the store's clock after which the store refuses it, in seconds
   *     since the start
   */
  record Late(Optional<GrantRecord> expected, GrantRecord next, Optional<Long> notAfter) {}

  static final Instant START = Instant.EPOCH;
  static final GrantKey KEY =
      GrantKey.of("model", ClientRegistrationId.of("app"), Principal.of("alice"));
  static final GrantId ID = new GrantId("0".repeat(32));

  /**
   * {@return the first world} It has a grant with an expired access token, which every node knows,
   * or no grant.
   */
  static World of(Scenario scenario, Transitions rules) {
    int generation = scenario.own() ? 0 : 1;
    GrantRecord row =
        GrantRecord.builder(KEY, ID, START)
            .version(new GrantRecord.Version(ID, 1))
            .envelope(Optional.of(envelope(1)))
            .build();
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < scenario.nodes(); i++) {
      // Some nodes remember the grant, others have read it before.
      RefreshStep first = i % 2 == 0 ? new RefreshStep.Look() : rules.start(generation);
      nodes.add(Node.fresh(first, generation, generation, scenario.rounds()));
    }
    return new World(
        0,
        scenario.own() ? Optional.empty() : Optional.of(row),
        Optional.empty(),
        Server.of(scenario.policy()),
        List.copyOf(nodes),
        List.of(),
        Set.copyOf(scenario.troubles()),
        Optional.empty(),
        Optional.empty(),
        0,
        "");
  }

  static Envelope envelope(int token) {
    return new Envelope(1, "model", new byte[] {(byte) token});
  }

  /** {@return the same document, sealed with another key} */
  static Envelope resealed(Envelope envelope) {
    return new Envelope(envelope.format(), "newer-key", envelope.bytes());
  }

  static SealedCredential credential(int token, String commitId) {
    return new SealedCredential(envelope(token), commitId, Optional.empty(), Optional.empty());
  }

  static int token(GrantRecord record) {
    return record.envelope().orElseThrow().bytes()[0];
  }

  Instant storeNow() {
    return START.plusSeconds(now + ahead);
  }

  boolean may(Trouble trouble) {
    return left.contains(trouble);
  }

  World after(Trouble trouble) {
    Set<Trouble> rest = EnumSet.noneOf(Trouble.class);
    rest.addAll(left);
    rest.remove(trouble);
    return new World(
        now,
        row,
        before,
        server,
        nodes,
        presentations,
        Set.copyOf(rest),
        late,
        listed,
        ahead,
        forgotten);
  }

  World at(long time) {
    return new World(
        time, row, before, server, nodes, presentations, left, late, listed, ahead, forgotten);
  }

  World with(int index, Node node) {
    var changed = new ArrayList<>(nodes);
    changed.set(index, node);
    return new World(
        now,
        row,
        before,
        server,
        List.copyOf(changed),
        presentations,
        left,
        late,
        listed,
        ahead,
        forgotten);
  }

  World with(Server changed) {
    return new World(
        now, row, before, changed, nodes, presentations, left, late, listed, ahead, forgotten);
  }

  World with(List<Presentation> changed) {
    return new World(
        now,
        row,
        before,
        server,
        nodes,
        List.copyOf(changed),
        left,
        late,
        listed,
        ahead,
        forgotten);
  }

  /**
   * {@return the world after a write} Times that no rule reads are removed, so that they do not
   * make worlds differ.
   */
  World withRow(Optional<GrantRecord> written) {
    Oracle.written(this, written);
    Optional<GrantRecord> timeless = written.map(World::timeless);
    boolean credential =
        timeless.isPresent()
            && row.isPresent()
            && timeless.get().generation() != row.get().generation();
    return new World(
        now,
        timeless,
        credential ? row : before,
        server,
        nodes,
        presentations,
        left,
        late,
        listed,
        ahead,
        forgotten);
  }

  World withLate(Optional<Late> write) {
    return new World(
        now, row, before, server, nodes, presentations, left, write, listed, ahead, forgotten);
  }

  World withListed(Optional<GrantRecord> record) {
    return new World(
        now, row, before, server, nodes, presentations, left, late, record, ahead, forgotten);
  }

  /** {@return the world after the store's clock was set} */
  World withClockSet(long seconds) {
    return new World(
        now,
        row,
        before,
        server,
        nodes,
        presentations,
        left,
        late,
        listed,
        ahead + seconds,
        forgotten);
  }

  /**
   * {@return the world after the store has forgotten the lease of an idle record} This is no step
   * of the rules, so nothing is checked.
   */
  World withoutLease() {
    GrantRecord leased = row.orElseThrow();
    GrantRecord idle =
        leased.toBuilder()
            .state(GrantState.IDLE)
            .epoch(leased.epoch() - 1)
            .attempt(0)
            .lease(Optional.empty())
            .build();
    return new World(
        now,
        Optional.of(idle),
        before,
        server,
        nodes,
        presentations,
        left,
        late,
        listed,
        ahead,
        leased.lease().orElseThrow().attemptId());
  }

  /**
   * {@return the world after the store has forgotten the last credential} This is no step of the
   * rules, so nothing is checked.
   */
  World withoutCredential() {
    return new World(
        now,
        before,
        Optional.empty(),
        server,
        nodes,
        presentations,
        left,
        late,
        listed,
        ahead,
        forgotten);
  }

  private static GrantRecord timeless(GrantRecord r) {
    return r.toBuilder().retainUntil(Optional.empty()).updatedAt(START).build();
  }

  /** Uses only the components that differ most often, because there are millions of worlds. */
  @Override
  public int hashCode() {
    int hash = (int) (31 * now + ahead) + 31 * hash(row) + presentations.size();
    hash = 31 * hash + left.hashCode();
    hash = 31 * hash + nodes.hashCode();
    return 31 * hash + (late.isPresent() ? 1 : 0) + (listed.isPresent() ? 2 : 0);
  }

  static int hash(Optional<GrantRecord> record) {
    return record
        .map(r -> Objects.hash(r.generation(), r.epoch(), r.state(), r.attempt(), r.lease()))
        .orElse(0);
  }
}
