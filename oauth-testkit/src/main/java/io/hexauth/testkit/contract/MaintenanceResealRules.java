// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another key for the same document: never in the way of a refresh, never over another one. */
abstract class MaintenanceResealRules extends MaintenanceRules {

  private static final int THREADS = 16;

  MaintenanceResealRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @EnumSource(
      value = GrantState.class,
      names = {"IDLE", "INTENT", "DEAD"})
  final void resealShouldReplaceTheEnvelopeAndNothingElse(GrantState state) {
    StoreFixture grant = given().grant();
    GrantRecord before = grant.in(state);
    ResealRequest request = reseal(grant, before);

    assertThat(maintenance().reseal(request)).isTrue();

    GrantRecord after = grant.stored();
    assertThat(after.envelope()).contains(request.envelope());
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("envelope", "updatedAt")
        .isEqualTo(before);
  }

  @Test
  final void resealShouldAnswerItsRepetitionAsWritten() {
    StoreFixture grant = given().grant();
    ResealRequest request = reseal(grant, grant.created());
    assertThat(maintenance().reseal(request)).isTrue();
    GrantRecord written = grant.stored();

    assertThat(maintenance().reseal(request)).isTrue();

    assertThat(grant.stored().envelope()).isEqualTo(written.envelope());
  }

  @Test
  final void resealShouldBeUnderALeaseThatGoesOn() {
    StoreFixture grant = given().grant();
    GrantRecord leased = grant.leased();
    assertThat(maintenance().reseal(reseal(grant, leased))).isTrue();
    GrantRecord committed = grant.done(store().commit(grant.commit(leased.version())));
    assertThat(committed.generation()).isEqualTo(leased.generation() + 1);
    assertThat(committed.epoch()).isEqualTo(leased.epoch());
  }

  @Test
  final void resealShouldLoseToEveryRefresh() {
    StoreFixture grant = given().grant();
    GrantRecord seen = grant.created();
    ResealRequest request = reseal(grant, seen);
    GrantRecord moved = grant.done(store().commit(grant.commit(seen.version())));

    refused(grant, request, moved);
    refused(grant, with(request, moved.version(), request.replaced()), moved);
  }

  @Test
  final void resealShouldLoseToItsLikeAndToEveryNewGrant() {
    StoreFixture grant = given().grant();
    GrantRecord seen = grant.created();
    assertThat(maintenance().reseal(reseal(grant, seen))).isTrue();
    GrantRecord resealed = grant.stored();
    refused(grant, reseal(grant, seen), resealed);

    ResealRequest late = reseal(grant, resealed);
    GrantRecord fresh = grant.done(store().put(grant.put(Optional.of(seen.version()))));
    refused(grant, late, fresh);
  }

  @Test
  final void resealShouldRefuseWhatItWasNotToldOf() {
    StoreFixture grant = given().grant();
    GrantRecord there = grant.created();
    ResealRequest right = reseal(grant, there);
    Envelope envelope = there.envelope().orElseThrow();
    byte[] other = envelope.bytes().clone();
    other[other.length - 1] ^= 1;

    var noGrant = new Version(StoreFixture.newGrantId(), there.generation());
    refused(grant, with(right, noGrant, envelope), there);
    var later = new Version(there.grantId(), there.generation() + 1);
    refused(grant, with(right, later, envelope), there);
    for (Envelope wrong :
        List.of(
            new Envelope(envelope.format(), envelope.keyId(), other),
            new Envelope(envelope.format() + 1, envelope.keyId(), envelope.bytes()),
            new Envelope(envelope.format(), envelope.keyId() + " ", envelope.bytes()),
            new Envelope(envelope.format(), "KEY-1", envelope.bytes()))) {
      refused(grant, with(right, there.version(), wrong), there);
    }
  }

  @Test
  final void resealShouldNeverBringBackWhatIsGone() {
    StoreFixture grant = given().grant();
    GrantRecord seen = grant.created();
    ResealRequest request = reseal(grant, seen);
    GrantRecord tombstone = grant.done(store().tombstone(grant.tombstone(seen.version())));
    refused(grant, request, tombstone);

    StoreFixture nothing = given().grant();
    assertThat(maintenance().reseal(with(nothing, request))).isFalse();
    nothing.refusedWithNothing(store().find(nothing.key()));
  }

  @Test
  final void resealShouldRefuseWhatIsOver() {
    StoreFixture grant = given().grant();
    ResealRequest request = reseal(grant, given().kept(grant, KEPT));
    given().age(KEPT.plus(MINUTE));
    assertThat(maintenance().reseal(request)).isFalse();
    grant.refusedWithNothing(store().find(grant.key()));
  }

  @Test
  final void resealShouldLeaveTheRetentionAsItIs() {
    StoreFixture grant = given().grant();
    GrantRecord kept = given().kept(grant, KEPT);
    given().age(KEPT.minus(MINUTE));
    assertThat(maintenance().reseal(reseal(grant, kept))).isTrue();
    grant.stored();
    given().age(MINUTE);
    grant.refusedWithNothing(store().find(grant.key()));
  }

  @Test
  final void oneOfManyShouldReseal() {
    StoreFixture grant = given().grant();
    GrantRecord there = grant.created();
    List<Boolean> done = Race.run(THREADS, i -> maintenance().reseal(reseal(grant, there)));
    assertThat(done).filteredOn(written -> written).hasSize(1);
  }

  @Test
  final void aCommitShouldBeWhatRemainsOfAnyRace() {
    StoreFixture grant = given().grant();
    GrantRecord there = grant.created();
    var commit = grant.commit(there.version());
    Race.run(
        THREADS,
        i -> i == 0 ? store().commit(commit).done() : maintenance().reseal(reseal(grant, there)));
    assertThat(grant.stored().generation()).isEqualTo(there.generation() + 1);
    assertThat(grant.stored().envelope()).contains(commit.envelope());
  }

  private ResealRequest reseal(StoreFixture grant, GrantRecord record) {
    Envelope replaced = record.envelope().orElseThrow();
    return new ResealRequest(grant.key(), record.version(), replaced, given().envelope());
  }

  private static ResealRequest with(ResealRequest request, Version version, Envelope replaced) {
    return new ResealRequest(request.key(), version, replaced, request.envelope());
  }

  private static ResealRequest with(StoreFixture grant, ResealRequest request) {
    return new ResealRequest(
        grant.key(), request.expected(), request.replaced(), request.envelope());
  }

  private void refused(StoreFixture grant, ResealRequest request, GrantRecord before) {
    assertThat(maintenance().reseal(request)).isFalse();
    assertThat(grant.stored()).isEqualTo(before);
  }
}
