// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consents and imports: create if absent, or replace exactly what was seen. */
abstract class StorePutRules extends StoreRules {

  StorePutRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @EnumSource(GrantState.class)
  final void putShouldNotOverwriteWhatItWasNotToldOf(GrantState state) {
    GrantRecord there = given().in(state);
    given().refused(store().put(given().put(Optional.empty())), there);
  }

  @ParameterizedTest
  @EnumSource(GrantState.class)
  final void putShouldReplaceWhatItWasToldOfInAnyState(GrantState state) {
    GrantRecord there = given().in(state);
    PutRequest request = given().put(Optional.of(there.version()));

    GrantRecord record = given().done(store().put(request));

    assertThat(record.version()).isEqualTo(request.version());
    assertThat(record.state()).isEqualTo(GrantState.IDLE);
    assertThat(record.attempt()).isZero();
    assertThat(record.lease()).isEmpty();
    assertThat(record.notBefore()).isEmpty();
    assertThat(record.errorCode()).isEmpty();
    assertThat(record.envelope()).contains(request.envelope());
    assertThat(record.accessExpiresAt()).isEqualTo(request.accessExpiresAt());
    assertThat(record.createdAt()).isEqualTo(record.updatedAt());
    given().leased(record);
  }

  @ParameterizedTest
  @EnumSource(value = GrantState.class, mode = EnumSource.Mode.EXCLUDE, names = "TOMBSTONE")
  final void putShouldEndThePauseOfWhatItReplaces(GrantState state) {
    GrantRecord paused =
        given().done(store().settle(given().settle(given().leased(), state, StoreFixture.DAY)));
    assertThat(paused.notBefore()).isPresent();

    GrantRecord record = given().done(store().put(given().put(Optional.of(paused.version()))));

    assertThat(record.notBefore()).isEmpty();
    given().leased(record);
  }

  @Test
  final void putShouldBringBackAGenerationThatTheStoreHasLost() {
    GrantRecord old = given().created();
    var known = new Version(old.grantId(), old.generation() + 3);
    PutRequest request = given().put(known, Optional.of(old.version()));

    GrantRecord record = given().done(store().put(request));

    assertThat(record.version()).isEqualTo(known);
    assertThat(record.envelope()).contains(request.envelope());
    given().refused(store().commit(given().commit(old.version())), record);
    assertThat(given().done(store().put(request))).isEqualTo(record);
  }

  @Test
  final void putShouldReplaceGenerationZero() {
    GrantRecord created = given().done(store().lease(given().creation()));
    given().done(store().put(given().put(Optional.of(created.version()))));
  }

  @Test
  final void putShouldRefuseWhenTheGenerationHasMoved() {
    GrantRecord seen = given().created();
    GrantRecord moved = given().done(store().commit(given().commit(seen.version())));
    given().refused(store().put(given().put(Optional.of(seen.version()))), moved);
  }

  @Test
  final void putShouldRefuseWhenAnotherGrantIsThere() {
    GrantRecord there = given().created();
    var other = new Version(StoreFixture.newGrantId(), there.generation());
    given().refused(store().put(given().put(Optional.of(other))), there);
  }

  @Test
  final void putShouldCreateNothingWhenItShouldReplace() {
    var version = new Version(StoreFixture.newGrantId(), 1);
    given().refusedWithNothing(store().put(given().put(Optional.of(version))));
  }

  @Test
  final void putShouldMakeEveryWriteOfTheOldGrantTooLate() {
    GrantRecord leased = given().leased();
    CommitRequest commit = given().commit(leased.version());
    SettleRequest settle = given().settle(leased, GrantState.DEAD);
    GrantRecord replaced = given().done(store().put(given().put(Optional.of(leased.version()))));

    given().refused(store().commit(commit), replaced);
    given().refused(store().settle(settle), replaced);
    given().refused(store().lease(given().lease(leased.version())), replaced);
    given().refused(store().tombstone(given().tombstone(leased.version())), replaced);
  }

  @Test
  final void putShouldAnswerItsRepetitionAsWritten() {
    PutRequest creation = given().put(Optional.empty());
    GrantRecord created = given().done(store().put(creation));
    assertThat(given().done(store().put(creation))).isEqualTo(created);

    PutRequest replacement = given().put(Optional.of(created.version()));
    GrantRecord replaced = given().done(store().put(replacement));
    assertThat(given().done(store().put(replacement))).isEqualTo(replaced);
  }

  @Test
  final void putShouldAnswerItsRepetitionAsWrittenWhenTheRecordIsLeased() {
    PutRequest request = given().put(Optional.empty());
    GrantRecord leased = given().leased(given().done(store().put(request)));
    assertThat(given().done(store().put(request))).isEqualTo(leased);
  }

  @Test
  final void putShouldNotBringBackAGenerationOverItsTombstone() {
    GrantRecord created = given().done(store().put(given().put(Optional.empty())));
    GrantRecord tombstone = given().done(store().tombstone(given().tombstone(created.version())));
    PutRequest first = given().put(Optional.of(created.version()));
    var next = new GrantRecord.Version(created.grantId(), created.generation() + 1);
    var later =
        new PutRequest(
            first.key(),
            next,
            first.replaced(),
            first.envelope(),
            first.accessExpiresAt(),
            first.retention());

    assertThat(store().put(later).done()).isFalse();

    assertThat(given().stored()).isEqualTo(tombstone);
  }

  @Test
  final void putShouldNotUndoATombstoneByItsRepetition() {
    PutRequest request = given().put(Optional.empty());
    GrantRecord created = given().done(store().put(request));
    GrantRecord tombstone = given().done(store().tombstone(given().tombstone(created.version())));

    assertThat(store().put(request).record()).contains(tombstone);

    assertThat(given().stored()).isEqualTo(tombstone);
  }
}
