// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static io.hexauth.testkit.contract.MaintenanceFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.ports.spi.TokenStoreMaintenance.Listed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for batches: together, the batches of a listing contain every record. */
abstract class MaintenanceBatchRules extends Rules<MaintenanceFixture> {

  private static final int GRANTS = 23;

  MaintenanceBatchRules(Supplier<MaintenanceFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  final void batchesShouldListEachGrant(int limit) {
    List<GrantKey> keys = grants();
    each(keys, limit, due(limit));
    each(keys, limit, notSealedWith(limit));
  }

  @Test
  final void batchesShouldStillListUntouchedRecordsWhileTheRestChanges() {
    List<GrantKey> keys = grants();
    Set<GrantKey> seen = new HashSet<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = notSealedWith(5).apply(from);
      for (Listed listed : batch.records()) {
        // Simulates re-encryption: a listed document is sealed with the key that the listing leaves
        // out.
        if (keys.contains(listed.key()) && seen.add(listed.key())) {
          GrantDraft next = GrantDraft.of(listed.grant());
          next.set(StoredGrant.KEY_ID, next());
          given().store().another(listed.key()).replaced(listed.grant(), next);
        }
      }
      from = batch.next();
    } while (from.isPresent());
    assertThat(seen).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  final void batchesShouldCarryTheStoresTime() {
    grants();
    Instant before = given().now();
    Instant due = due(1).apply(Optional.empty()).storeNow();
    Instant sealed = notSealedWith(1).apply(Optional.empty()).storeNow();
    assertThat(List.of(before, due, sealed, given().now())).isSorted();
  }

  @Test
  final void limitsShouldBePositive() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> due(limit).apply(Optional.empty()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> notSealedWith(limit).apply(Optional.empty()));
      assertThatIllegalArgumentException().isThrownBy(() -> given().maintenance().purge(limit));
    }
  }

  @Test
  final void placesShouldBeThoseOfTheListing() {
    grants();
    for (String place : List.of("", "nowhere", "-1", "' OR '1'='1", "0:")) {
      Optional<String> from = Optional.of(place);
      assertThatIllegalArgumentException().isThrownBy(() -> due(5).apply(from));
      assertThatIllegalArgumentException().isThrownBy(() -> notSealedWith(5).apply(from));
    }
    Optional<String> ofDue = due(1).apply(Optional.empty()).next();
    Optional<String> ofKey = notSealedWith(1).apply(Optional.empty()).next();
    assertThatIllegalArgumentException().isThrownBy(() -> due(1).apply(ofKey));
    assertThatIllegalArgumentException().isThrownBy(() -> notSealedWith(1).apply(ofDue));
  }

  /** The primary key may change between two batches of a re-encryption. */
  @ParameterizedTest
  @ValueSource(strings = {"-a", "-b", "-c"})
  final void placesShouldBeGoodForAnotherKey(String primary) {
    Map<GrantKey, String> keyIds = new HashMap<>();
    for (GrantKey key : grants()) {
      String keyId = given().keyId() + List.of("-a", "-b", "-c").get(keyIds.size() % 3);
      StoreFixture grant = given().store().another(key);
      StoredGrant stored = grant.stored();
      grant.replaced(stored, GrantDraft.of(stored).set(StoredGrant.KEY_ID, keyId));
      keyIds.put(key, keyId);
    }
    String excluded = given().keyId() + primary;
    Set<GrantKey> seen = new HashSet<>();
    Optional<String> from = Optional.empty();
    do { // the primary key changes at the first document with this key
      boolean changed = seen.stream().map(keyIds::get).anyMatch(excluded::equals);
      Batch batch = given().maintenance().notSealedWith(changed ? excluded : next(), from, 2);
      batch.records().stream().map(Listed::key).filter(keyIds::containsKey).forEach(seen::add);
      from = batch.next();
    } while (from.isPresent());
    assertThat(keyIds.keySet().stream().filter(key -> !seen.contains(key)))
        .allMatch(key -> excluded.equals(keyIds.get(key)))
        .isNotEmpty();
  }

  @Test
  final void everyMethodShouldRefuseNull() {
    String keyId = given().keyId();
    TokenStoreMaintenance maintenance = given().maintenance();
    Optional<String> start = Optional.empty();
    Duration none = Nothing.nothing();
    assertThatNullPointerException().isThrownBy(() -> maintenance.due(none, start, 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance.due(MINUTE, Nothing.nothing(), 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance.notSealedWith(Nothing.nothing(), start, 1));
    assertThatNullPointerException()
        .isThrownBy(() -> maintenance.notSealedWith(keyId, Nothing.nothing(), 1));
  }

  private Function<Optional<String>, Batch> due(int limit) {
    return from -> given().maintenance().due(StoreFixture.DAY, from, limit);
  }

  /** Listing of a re-encryption during which the key of this test is replaced by the next key. */
  private Function<Optional<String>, Batch> notSealedWith(int limit) {
    return from -> given().maintenance().notSealedWith(next(), from, limit);
  }

  private String next() {
    return given().keyId() + "-next";
  }

  private List<GrantKey> grants() {
    List<GrantKey> keys = new ArrayList<>();
    Instant now = given().now();
    for (int i = 0; i < GRANTS; i++) {
      StoreFixture grant = given().grant();
      // A third of the grants expire at the same instant: an order by expiry alone would lose some.
      grant.created(given().endingAt(now.plus(MINUTE.multipliedBy(i % 3))));
      keys.add(grant.key());
    }
    return keys;
  }

  private static void each(
      List<GrantKey> keys, int limit, Function<Optional<String>, Batch> listing) {
    List<Listed> all =
        MaintenanceFixture.all(
            from -> {
              Batch batch = listing.apply(from);
              assertThat(batch.records()).hasSizeLessThanOrEqualTo(limit);
              return batch;
            });
    assertThat(all.stream().map(Listed::key).filter(keys::contains))
        .as("at least once")
        .hasSameElementsAs(keys);
  }
}
