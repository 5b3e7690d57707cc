// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.KEPT;
import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules for listings. A sweep needs the grants that are due and may be refreshed. Operators need
 * the number of documents of each cipher key, because a key in use must not be deleted.
 */
abstract class MaintenanceListingRules extends Rules<MaintenanceFixture> {

  private static final Duration HOUR = Duration.ofHours(1);

  MaintenanceListingRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void dueShouldListWhatEndsSoonAndNothingElse() {
    StoreFixture soon = given().grant();
    StoreFixture later = given().grant();
    StoredGrant ending = soon.created(given().ending(HOUR.minus(MINUTE)));
    later.created(given().ending(HOUR.plus(MINUTE)));

    assertThat(given().due(HOUR)).contains(new Listed(soon.key(), ending));
    assertThat(given().isDue(later, HOUR)).isFalse();
    assertThat(given().isDue(soon, HOUR.dividedBy(2))).isFalse();
  }

  @Test
  final void dueShouldListWhatHasEnded() {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE));
    assertThat(given().isDue(grant, Duration.ZERO)).isFalse();

    given().age(HOUR);

    assertThat(given().isDue(grant, Duration.ZERO)).isTrue();
  }

  @Test
  final void dueShouldNotListWhatNeverEnds() {
    StoreFixture grant = given().grant();
    grant.created(given().draft().without(StoredGrant.ACCESS_EXPIRES_AT));
    assertThat(given().isDue(grant, Duration.ofDays(36_500))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDLE", "INTENT", "DEAD", "TOMBSTONE", "IDLER", "LATER"})
  final void dueShouldListIdleGrantsOnly(String state) {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE).set(StoredGrant.STATE, state));
    assertThat(given().isDue(grant, HOUR)).isEqualTo(state.equals("IDLE"));
  }

  @Test
  final void dueShouldGoByTheLastWrite() {
    StoreFixture grant = given().grant();
    StoredGrant ending = grant.created(given().ending(MINUTE));
    assertThat(given().isDue(grant, HOUR)).isTrue();
    StoredGrant leased =
        grant.replaced(ending, GrantDraft.of(ending).set(StoredGrant.STATE, "INTENT"));
    assertThat(given().isDue(grant, HOUR)).isFalse();
    StoredGrant fresh = grant.replaced(leased, given().ending(HOUR.plus(MINUTE)));
    assertThat(given().isDue(grant, HOUR)).isFalse();
    grant.replaced(fresh, given().ending(MINUTE));
    assertThat(given().isDue(grant, HOUR)).isTrue();
  }

  @Test
  final void dueShouldNotListGenerationZero() {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE).set(StoredGrant.GENERATION, "0"));
    assertThat(given().isDue(grant, HOUR)).isFalse();
  }

  @Test
  final void dueShouldNotListWhatPausesUntilThePauseIsOver() {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE).set(StoredGrant.NOT_BEFORE, given().now().plus(HOUR)));
    assertThat(given().isDue(grant, StoreFixture.DAY)).isFalse();

    given().age(HOUR.plus(MINUTE));

    assertThat(given().isDue(grant, StoreFixture.DAY)).isTrue();
  }

  /**
   * A pause longer than the longest that core writes can result from damage, or from a store's
   * clock that was set back.
   */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H2M", "P1D", "P2912000D"})
  final void dueShouldListWhatPausesLongerThanAnyPause(Duration ahead) {
    StoreFixture grant = given().grant();
    grant.created(given().ending(MINUTE).set(StoredGrant.NOT_BEFORE, given().now().plus(ahead)));
    assertThat(given().isDue(grant, HOUR)).isTrue();
  }

  @Test
  final void dueShouldNotListWhatIsOver() {
    StoreFixture grant = given().grant();
    grant.created(given().kept(KEPT));
    given().age(KEPT.plus(MINUTE));
    assertThat(given().isDue(grant, HOUR)).isFalse();
  }

  /**
   * Listed records equal those of {@code find}: byte for byte, including fields that the store does
   * not know.
   */
  @Test
  final void listingsShouldHoldRecordsAsFindReturnsThem() {
    StoreFixture grant = given().grant();
    StoredGrant first =
        grant.created(given().draft().set("not_known_here", " 007 ").document(new byte[] {0, -1}));
    listsExactly(grant, first);
    StoredGrant leased =
        GrantDraft.of(first).set("owner", "node-1").set("epoch", "2").build().withSameDocument();
    assertThat(grant.replace(first, leased)).isTrue();
    listsExactly(grant, leased);
  }

  private void listsExactly(StoreFixture grant, StoredGrant expected) {
    Listed listed = new Listed(grant.key(), expected);
    assertThat(given().notSealedWith(given().keyId() + "-next"))
        .filteredOn(other -> other.key().equals(grant.key()))
        .containsExactly(listed);
    assertThat(given().notSealedWith(given().keyId())).doesNotContain(listed);
    assertThat(given().due(StoreFixture.DAY.multipliedBy(2))).contains(listed);
    assertThat(grant.stored()).isEqualTo(expected);
  }

  @Test
  final void notSealedWithShouldListEveryStateThatHasADocument() {
    StoreFixture idle = sealed(StoredGrant.STATE, "IDLE");
    StoreFixture leased = sealed(StoredGrant.STATE, "INTENT");
    StoreFixture dead = sealed(StoredGrant.STATE, "DEAD");
    StoreFixture buried = given().grant();
    buried.created(given().draft().set(StoredGrant.STATE, "TOMBSTONE").withoutDocument());

    assertThat(given().sealedWith(given().keyId()))
        .containsExactlyInAnyOrder(idle.key(), leased.key(), dead.key());
    assertThat(given().maintenance().rowsPerKey()).containsEntry(given().keyId(), 3L);
  }

  @Test
  final void notSealedWithShouldLeaveOutItsKeyAlsoWhereThatIsTheFirstOfAll() {
    String first = "!!";
    StoreFixture grant = sealed(StoredGrant.KEY_ID, first);

    assertThat(given().notSealedWith(first)).extracting(Listed::key).doesNotContain(grant.key());
    assertThat(given().notSealedWith(given().keyId()))
        .extracting(Listed::key)
        .contains(grant.key());
  }

  @Test
  final void keysShouldBeThoseOfTheDocumentsThatAreThereNow() {
    StoreFixture grant = given().grant();
    StoredGrant first = grant.created(given().draft());
    String next = given().keyId() + "-next";
    assertThat(given().maintenance().rowsPerKey())
        .containsEntry(given().keyId(), 1L)
        .doesNotContainKey(next);

    StoredGrant second = grant.replaced(first, given().draft().set(StoredGrant.KEY_ID, next));

    assertThat(given().maintenance().rowsPerKey())
        .containsEntry(next, 1L)
        .doesNotContainKey(given().keyId());
    assertThat(given().sealedWith(given().keyId())).isEmpty();
    assertThat(given().sealedWith(next)).containsExactly(grant.key());

    grant.replaced(second, GrantDraft.of(second).withoutDocument());

    assertThat(given().maintenance().rowsPerKey()).doesNotContainKey(next);
    assertThat(given().sealedWith(next)).isEmpty();
  }

  @Test
  final void keysShouldNotBeNeededByWhatIsOver() {
    given().grant().created(given().kept(KEPT));
    given().age(KEPT.plus(MINUTE));
    assertThat(given().sealedWith(given().keyId())).isEmpty();
    assertThat(given().maintenance().rowsPerKey()).doesNotContainKey(given().keyId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "_", "*", "[a-z]*", "' OR '1'='1", "Schlüssel-鍵", "a:b", " ", "?"})
  final void keysShouldBeTakenAsTheyAreWritten(String suffix) {
    String plain = given().keyId();
    String hostile = plain + suffix;
    StoreFixture other = sealed(StoredGrant.KEY_ID, plain);
    StoreFixture upper = sealed(StoredGrant.KEY_ID, plain + "UPPER");
    StoreFixture lower = sealed(StoredGrant.KEY_ID, plain + "upper");
    StoreFixture grant = sealed(StoredGrant.KEY_ID, hostile);

    List<GrantKey> all = List.of(other.key(), upper.key(), lower.key(), grant.key());
    for (String key : List.of(plain, plain + "UPPER", plain + "upper", hostile)) {
      assertThat(given().notSealedWith(key).stream().map(Listed::key).filter(all::contains))
          .as("not sealed with %s", key)
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(one -> !given().sealedWith(key).contains(one)).toList())
          .hasSize(3);
    }
    assertThat(given().maintenance().rowsPerKey())
        .containsEntry(hostile, 1L)
        .containsEntry(plain, 1L);
  }

  private StoreFixture sealed(String field, String value) {
    StoreFixture grant = given().grant();
    grant.created(given().draft().set(field, value));
    return grant;
  }
}
