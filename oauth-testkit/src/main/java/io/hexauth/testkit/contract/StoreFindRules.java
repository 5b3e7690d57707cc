// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.testkit.log.Canaries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reading, and what reading must give back of what was written. */
abstract class StoreFindRules extends StoreRules {

  StoreFindRules(Supplier<StoreFixture> fixture) {
    super(fixture);
  }

  @Test
  final void findShouldAnswerNothingWhenTheKeyIsAbsent() {
    given().refusedWithNothing(store().find(given().key()));
  }

  @Test
  final void findShouldReturnWhatWasPut() {
    PutRequest put = given().put(Optional.empty());
    assertThat(store().put(put).done()).isTrue();

    GrantRecord record = given().stored();

    assertThat(record.key()).isEqualTo(put.key());
    assertThat(record.grantId()).isEqualTo(put.version().grantId());
    assertThat(record.generation()).isEqualTo(1);
    assertThat(record.state()).isEqualTo(GrantState.IDLE);
    assertThat(record.envelope()).contains(put.envelope());
    assertThat(record.accessExpiresAt()).isEqualTo(put.accessExpiresAt());
    assertThat(record.createdAt()).isEqualTo(record.updatedAt());
    StoreFixture.isAfterNow(
        Optional.of(record.updatedAt()), Duration.ZERO, store().find(put.key()).storeNow());
  }

  @Test
  final void findShouldReturnAbsentFieldsAsAbsent() {
    var put =
        new PutRequest(
            given().key(),
            StoreFixture.newVersion(),
            Optional.empty(),
            StoreFixture.newEnvelope(),
            Optional.empty(),
            Optional.empty());
    assertThat(store().put(put).done()).isTrue();

    GrantRecord record = given().stored();

    assertThat(record.lease()).isEmpty();
    assertThat(record.notBefore()).isEmpty();
    assertThat(record.errorCode()).isEmpty();
    assertThat(record.accessExpiresAt()).isEmpty();
  }

  @Test
  final void answersShouldCarryATimeThatDoesNotGoBack() {
    Instant before = store().find(given().key()).storeNow();
    Instant during = store().put(given().put(Optional.empty())).storeNow();
    assertThat(during).isAfterOrEqualTo(before);
    assertThat(store().find(given().key()).storeNow()).isAfterOrEqualTo(during);
  }

  @Test
  final void findShouldReturnLongErrorCodes() {
    var code = new OAuthErrorCode("x".repeat(100));
    GrantRecord leased = given().leased();
    var settle =
        new SettleRequest(
            given().key(),
            leased.version(),
            leased.epoch(),
            GrantState.IDLE,
            1,
            Duration.ofMinutes(5),
            Optional.of(code));
    assertThat(store().settle(settle).done()).isTrue();
    assertThat(given().stored().errorCode()).contains(code);
  }

  /** Each way of writing a document, with the largest that a store has to take. */
  @Test
  final void findShouldReturnDocumentsOf2MiB() {
    var request = given().put(Optional.empty());
    var put = new Envelope(1, "key-1", bytes(31));
    GrantRecord stored = given().done(store().put(with(request, put)));
    assertThat(stored.envelope().orElseThrow().bytes()).isEqualTo(put.bytes());
    assertThat(given().stored().envelope()).contains(put);

    GrantRecord leased = given().leased(stored);
    assertThat(leased.envelope()).contains(put);
    var committed = new Envelope(1, "key-1", bytes(37));
    var commit =
        new CommitRequest(
            given().key(), leased.version(), committed, Optional.empty(), Optional.empty());
    assertThat(given().done(store().commit(commit)).envelope()).contains(committed);
    assertThat(given().stored().envelope()).contains(committed);
  }

  private static byte[] bytes(int factor) {
    byte[] bytes = new byte[2 * 1024 * 1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * factor);
    }
    return bytes;
  }

  private static PutRequest with(PutRequest request, Envelope envelope) {
    return new PutRequest(
        request.key(),
        request.version(),
        request.replaced(),
        envelope,
        request.accessExpiresAt(),
        request.retention());
  }

  @Test
  final void findShouldReturnFormatsAndKeyIdsAsTheyAre() {
    String keyId = "Schlüssel-鍵/" + "k".repeat(51);
    Envelope stored =
        storedEnvelope(new Envelope(Integer.MAX_VALUE, keyId, new byte[] {0, -1, 13, 10}));
    assertThat(stored.format()).isEqualTo(Integer.MAX_VALUE);
    assertThat(stored.keyId()).isEqualTo(keyId);
    assertThat(stored.bytes()).containsExactly(0, -1, 13, 10);
  }

  @Test
  final void findShouldKeepKeysApart() {
    GrantRecord mine = given().leased();
    var other = new StoreFixture(store(), given()::age);
    assertThat(store().find(other.key()).done()).isFalse();
    GrantRecord others = other.leased();

    assertThat(store().commit(other.commit(others.version())).done()).isTrue();
    assertThat(store().tombstone(other.tombstone(other.stored().version())).done()).isTrue();

    assertThat(given().stored()).isEqualTo(mine);
    // A grant id of one key says nothing about another key.
    other.refused(store().tombstone(other.tombstone(mine.version())), other.stored());
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    assertThatNullPointerException().isThrownBy(() -> store().find(Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().lease(Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().commit(Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().settle(Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().put(Nothing.nothing()));
    assertThatNullPointerException().isThrownBy(() -> store().tombstone(Nothing.nothing()));
  }

  @Test
  final void toStringShouldNotShowADocument() {
    var canaries = new Canaries();
    String secret = canaries.create("document");
    storedEnvelope(new Envelope(1, "key-1", secret.getBytes(StandardCharsets.UTF_8)));
    canaries.assertNoneIn(store().toString());
    canaries.assertNoneIn(store().find(given().key()).toString());
  }

  private Envelope storedEnvelope(Envelope envelope) {
    var put =
        new PutRequest(
            given().key(),
            StoreFixture.newVersion(),
            Optional.empty(),
            envelope,
            Optional.empty(),
            Optional.empty());
    assertThat(store().put(put).done()).isTrue();
    return given().stored().envelope().orElseThrow();
  }
}
