// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Listings come in pieces that make a whole. */
abstract class MaintenanceBatchRules extends MaintenanceRules {

  private static final int GRANTS = 23;

  MaintenanceBatchRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @Test
  final void batchesOfDueShouldListEachGrant() {
    List<GrantKey> keys = grants();
    each(keys, from -> maintenance().due(StoreFixture.DAY, from, 5), 5);
    each(keys, from -> maintenance().due(StoreFixture.DAY, from, 1), 1);
    each(keys, from -> maintenance().due(StoreFixture.DAY, from, 1000), 1000);
  }

  @Test
  final void batchesOfSealedWithShouldListEachGrant() {
    List<GrantKey> keys = grants();
    each(keys, from -> maintenance().sealedWith(given().keyId(), from, 5), 5);
    each(keys, from -> maintenance().sealedWith(given().keyId(), from, 1), 1);
    each(keys, from -> maintenance().sealedWith(given().keyId(), from, 1000), 1000);
  }

  @Test
  final void batchesShouldStillListWhatNobodyTouchedWhileTheRestChanges() {
    List<GrantKey> keys = grants();
    List<GrantKey> seen = new ArrayList<>();
    List<GrantKey> touched = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = maintenance().sealedWith(given().keyId(), from, 5);
      for (GrantRecord record : batch.records()) {
        seen.add(record.key());
        // What was listed is refreshed, as a sweeper does, and is sealed with another key then.
        StoreFixture other = given().grant();
        var commit = other.commit(record.version());
        store()
            .commit(
                new CommitRequest(
                    record.key(),
                    commit.expected(),
                    commit.envelope(),
                    commit.accessExpiresAt(),
                    commit.retention()));
        touched.add(record.key());
      }
      from = batch.next();
    } while (from.isPresent());
    assertThat(touched).hasSameElementsAs(keys);
    assertThat(seen).hasSameElementsAs(keys);
  }

  @Test
  final void limitsShouldBePositive() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> maintenance().due(MINUTE, Optional.empty(), limit));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> maintenance().sealedWith(given().keyId(), Optional.empty(), limit));
      assertThatIllegalArgumentException().isThrownBy(() -> maintenance().purge(limit));
    }
  }

  @Test
  final void placesShouldBeThoseOfTheListing() {
    grants();
    for (String place : List.of("", "nowhere", "-1", "' OR '1'='1", "0:")) {
      Optional<String> from = Optional.of(place);
      assertThatIllegalArgumentException().isThrownBy(() -> maintenance().due(MINUTE, from, 5));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> maintenance().sealedWith(given().keyId(), from, 5));
    }
    Function<Optional<String>, Batch> due = from -> maintenance().due(StoreFixture.DAY, from, 1);
    Function<Optional<String>, Batch> withKey =
        from -> maintenance().sealedWith(given().keyId(), from, 1);
    Optional<String> ofDue = Optional.of(MaintenanceFixture.next(due));
    Optional<String> ofKey = Optional.of(MaintenanceFixture.next(withKey));
    assertThatIllegalArgumentException().isThrownBy(() -> due.apply(ofKey));
    assertThatIllegalArgumentException().isThrownBy(() -> withKey.apply(ofDue));
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    String keyId = given().keyId();
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance().due(Nothing.<Duration>nothing(), Optional.empty(), 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance().due(MINUTE, Nothing.nothing(), 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance().sealedWith(Nothing.nothing(), Optional.empty(), 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance().sealedWith(keyId, Nothing.nothing(), 1));
    assertThatNullPointerException().isThrownBy(() -> maintenance().reseal(Nothing.nothing()));
  }

  private List<GrantKey> grants() {
    List<GrantKey> keys = new ArrayList<>();
    Instant now = given().now();
    for (int i = 0; i < GRANTS; i++) {
      StoreFixture grant = given().grant();
      // A third of them ends at the very same instant: an order by that alone loses some.
      given().endingAt(grant, now.plus(MINUTE.multipliedBy(i % 3)));
      keys.add(grant.key());
    }
    return keys;
  }

  private static void each(
      List<GrantKey> keys, Function<Optional<String>, Batch> listing, int limit) {
    List<GrantRecord> all =
        MaintenanceFixture.all(
            from -> {
              Batch batch = listing.apply(from);
              assertThat(batch.records()).hasSizeLessThanOrEqualTo(limit);
              return batch;
            });
    assertThat(all.stream().map(GrantRecord::key).filter(keys::contains))
        .as("at least once")
        .hasSameElementsAs(keys);
  }
}
