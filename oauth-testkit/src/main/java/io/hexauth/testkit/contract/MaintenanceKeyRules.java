// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.PutRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which documents a key has sealed: nobody may throw a key away that is still needed. */
abstract class MaintenanceKeyRules extends MaintenanceRules {

  MaintenanceKeyRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void sealedWithShouldListWhatTheKeySealedAndNothingElse() {
    StoreFixture mine = given().grant();
    given().ending(mine, MINUTE);
    StoreFixture others = given().grant();
    others.created();

    assertThat(given().sealedWith(given().keyId())).containsExactly(mine.key());
    assertThat(given().sealedWith("key-of-nobody-" + given().keyId())).isEmpty();
  }

  @Test
  final void sealedWithShouldListRecordsAsTheyAre() {
    StoreFixture grant = given().grant();
    GrantRecord leased = grant.leased(given().ending(grant, MINUTE));
    assertThat(MaintenanceFixture.all(from -> maintenance().sealedWith(given().keyId(), from, 10)))
        .containsExactly(leased);
  }

  @Test
  final void sealedWithShouldListEveryStateThatHasADocument() {
    StoreFixture idle = given().grant();
    given().ending(idle, MINUTE);
    StoreFixture leased = given().grant();
    leased.leased(given().ending(leased, MINUTE));
    StoreFixture dead = given().grant();
    GrantRecord dying = dead.leased(given().ending(dead, MINUTE));
    assertThat(store().settle(dead.settle(dying, GrantState.DEAD)).done()).isTrue();
    StoreFixture buried = given().grant();
    GrantRecord last = given().ending(buried, MINUTE);
    buried.done(store().tombstone(buried.tombstone(last.version())));

    assertThat(given().sealedWith(given().keyId()))
        .containsExactlyInAnyOrder(idle.key(), leased.key(), dead.key());
    assertThat(maintenance().rowsPerKey()).containsEntry(given().keyId(), 3L);
  }

  @Test
  final void keysShouldBeThoseOfTheDocumentsThatAreThereNow() {
    StoreFixture grant = given().grant();
    GrantRecord first = given().ending(grant, MINUTE);
    String next = given().keyId() + "-next";
    assertThat(maintenance().rowsPerKey())
        .containsEntry(given().keyId(), 1L)
        .doesNotContainKey(next);

    Envelope envelope = new Envelope(1, next, StoreFixture.newEnvelope().bytes());
    var commit =
        new CommitRequest(
            grant.key(), first.version(), envelope, first.accessExpiresAt(), Optional.empty());
    grant.done(store().commit(commit));

    assertThat(maintenance().rowsPerKey())
        .containsEntry(next, 1L)
        .doesNotContainKey(given().keyId());
    assertThat(given().sealedWith(given().keyId())).isEmpty();
    assertThat(given().sealedWith(next)).containsExactly(grant.key());
  }

  @Test
  final void keysShouldNotBeNeededByWhatIsOver() {
    StoreFixture grant = given().grant();
    given().kept(grant, KEPT);
    given().age(KEPT.plus(MINUTE));
    assertThat(given().sealedWith(given().keyId())).isEmpty();
    assertThat(maintenance().rowsPerKey()).doesNotContainKey(given().keyId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "_", "*", "[a-z]*", "' OR '1'='1", "Schlüssel-鍵", "a:b", " ", "?"})
  final void keysShouldBeTakenAsTheyAreWritten(String suffix) {
    String plain = given().keyId();
    String hostile = plain + suffix;
    StoreFixture other = given().grant();
    given().ending(other, MINUTE);
    StoreFixture upper = sealedBy(plain + "UPPER");
    StoreFixture lower = sealedBy(plain + "upper");
    StoreFixture grant = sealedBy(hostile);

    assertThat(given().sealedWith(hostile)).containsExactly(grant.key());
    assertThat(given().sealedWith(plain)).containsExactly(other.key());
    assertThat(List.of(given().sealedWith(plain + "UPPER"), given().sealedWith(plain + "upper")))
        .containsExactly(List.of(upper.key()), List.of(lower.key()));
    assertThat(maintenance().rowsPerKey()).containsEntry(hostile, 1L).containsEntry(plain, 1L);
  }

  private StoreFixture sealedBy(String keyId) {
    StoreFixture grant = given().grant();
    var envelope = new Envelope(1, keyId, StoreFixture.newEnvelope().bytes());
    grant.done(
        store()
            .put(
                new PutRequest(
                    grant.key(),
                    StoreFixture.newVersion(),
                    Optional.empty(),
                    envelope,
                    Optional.empty(),
                    Optional.empty())));
    return grant;
  }
}
