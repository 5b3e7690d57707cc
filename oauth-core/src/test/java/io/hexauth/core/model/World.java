// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.core.model.Scenario.Trouble;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.refresh.RefreshStep;
import io.hexauth.domain.refresh.SealedCredential;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything at one moment. Time is in seconds and one for all; clocks that disagree are another
 * test's business.
 *
 * @param now seconds since the start
 * @param row what the store has
 * @param before what it had before the last credential was written
 * @param server the authorization server
 * @param nodes the fleet
 * @param presentations so far, oldest first
 * @param left the troubles that have not happened yet
 * @param late a write that has not arrived yet
 * @param listed a record as it was listed to be sealed again, which it is not yet
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
    Optional<GrantRecord> listed) {

  /**
   * A write that is under way, and whose sender does not wait for it any more.
   *
   * @param expected what must be there when it arrives
   * @param next what it writes
   * @param notAfter when the store refuses it, in seconds since the start
   */
  record Late(Optional<GrantRecord> expected, GrantRecord next, Optional<Long> notAfter) {}

  static final Instant START = Instant.EPOCH;
  static final GrantKey KEY =
      GrantKey.of("model", ClientRegistrationId.of("app"), Principal.of("alice"));
  static final GrantId ID = new GrantId("0".repeat(32));

  /** A grant whose access token has expired, known to every node; or nothing at all. */
  static World of(Scenario scenario, Transitions rules) {
    int generation = scenario.own() ? 0 : 1;
    GrantRecord row =
        GrantRecord.builder(KEY, ID, START)
            .version(new GrantRecord.Version(ID, 1))
            .envelope(Optional.of(envelope(1)))
            .build();
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < scenario.nodes(); i++) {
      // Some remember the grant, some have looked it up before.
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
        Optional.empty());
  }

  static Envelope envelope(int token) {
    return new Envelope(1, "model", new byte[] {(byte) token});
  }

  /** The same document, sealed with another key. */
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
    return START.plusSeconds(now);
  }

  boolean may(Trouble trouble) {
    return left.contains(trouble);
  }

  World after(Trouble trouble) {
    Set<Trouble> rest = EnumSet.noneOf(Trouble.class);
    rest.addAll(left);
    rest.remove(trouble);
    return new World(
        now, row, before, server, nodes, presentations, Set.copyOf(rest), late, listed);
  }

  World at(long time) {
    return new World(time, row, before, server, nodes, presentations, left, late, listed);
  }

  World with(int index, Node node) {
    var changed = new ArrayList<>(nodes);
    changed.set(index, node);
    return new World(
        now, row, before, server, List.copyOf(changed), presentations, left, late, listed);
  }

  World with(Server changed) {
    return new World(now, row, before, changed, nodes, presentations, left, late, listed);
  }

  World with(List<Presentation> changed) {
    return new World(now, row, before, server, nodes, List.copyOf(changed), left, late, listed);
  }

  /** After a write; times that no rule looks at do not make worlds differ. */
  World withRow(Optional<GrantRecord> written) {
    Oracle.written(this, written);
    Optional<GrantRecord> timeless = written.map(World::timeless);
    boolean credential =
        timeless.isPresent()
            && row.isPresent()
            && timeless.get().generation() != row.get().generation();
    return new World(
        now, timeless, credential ? row : before, server, nodes, presentations, left, late, listed);
  }

  World withLate(Optional<Late> write) {
    return new World(now, row, before, server, nodes, presentations, left, write, listed);
  }

  World withListed(Optional<GrantRecord> record) {
    return new World(now, row, before, server, nodes, presentations, left, late, record);
  }

  /** The store forgets the last credential: no rule of ours, so nothing is checked. */
  World forgotten() {
    return new World(
        now, before, Optional.empty(), server, nodes, presentations, left, late, listed);
  }

  private static GrantRecord timeless(GrantRecord r) {
    return r.toBuilder().retainUntil(Optional.empty()).updatedAt(START).build();
  }
}
