// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.testkit.log.LogCapture;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a later version, or nobody, has written: a typed error, and not a byte of it changes. */
class UnknownRowTest {

  static Stream<Backend> backends() {
    return Stream.of(Backend.postgres(), Backend.mariaDb(), Backend.h2());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anUnknownStateShouldBeLeftAlone(Backend backend) throws Exception {
    isLeftAlone(backend, "state = 'FROZEN'");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void anUnknownStateShouldBeLeftAloneAfterItsRetention(Backend backend) throws Exception {
    isLeftAlone(backend, "state = 'FROZEN', purge_at = 1");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aDamagedColumnShouldBeATypedError(Backend backend) {
    var store = backend.tokenStore();
    for (String damage : List.of("grant_id = 'nonsense'", "key_id = NULL", "lease_until = 1")) {
      GrantKey key = Grants.key();
      store.put(Grants.put(key, Optional.empty()));
      damage(backend, key, damage);
      assertThatExceptionOfType(UnreadableRecordException.class)
          .as(damage)
          .isThrownBy(() -> store.find(key))
          .withMessageContaining("damaged");
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void damagedRowsShouldBeLeftOutOfListingsAndHideNoOther(Backend backend) {
    GrantTable grants = backend.grants();
    var store = new JdbcTokenStore(grants);
    var maintenance = new JdbcTokenStoreMaintenance(grants);
    List<GrantKey> whole = new ArrayList<>();
    List<String> damages =
        List.of("grant_id = 'nonsense'", "lease_until = 1", "access_exp = -9", "k = 'nonsense:'");
    for (String damage : damages) {
      GrantKey damaged = Grants.key();
      store.put(Grants.put(damaged, Optional.empty()));
      damage(backend, damaged, damage);
      GrantKey other = Grants.key();
      store.put(Grants.put(other, Optional.empty()));
      whole.add(other);
    }

    try (LogCapture log = LogCapture.start()) {
      maintenance.sealedWith("key-1", Optional.empty(), 100);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("A row was left out of a listing"))
          .as("each that is damaged is told to the operator")
          .hasSize(damages.size() - 1)
          .allMatch(line -> line.contains("WARN") && line.contains("a clear column is damaged"));
    }
    for (int limit : new int[] {1, 2, 100}) {
      assertThat(all(from -> maintenance.due(Duration.ofDays(36_500), from, limit)))
          .containsAll(whole)
          .hasSizeLessThanOrEqualTo(whole.size() + 1);
      assertThat(all(from -> maintenance.sealedWith("key-1", from, limit))).containsAll(whole);
    }
  }

  private static List<GrantKey> all(Function<Optional<String>, Batch> listing) {
    List<GrantKey> all = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Batch batch = listing.apply(from);
      batch.records().forEach(record -> all.add(record.key()));
      from = batch.next();
      assertThat(all.size()).as("it ends").isLessThan(1_000);
    } while (from.isPresent());
    return all;
  }

  private static void isLeftAlone(Backend backend, String damage) throws Exception {
    GrantTable grants = backend.grants();
    var store = new JdbcTokenStore(grants);
    var maintenance = new JdbcTokenStoreMaintenance(grants);
    GrantKey key = Grants.key();
    GrantRecord record = store.put(Grants.put(key, Optional.empty())).record().orElseThrow();
    Version version = record.version();
    damage(backend, key, damage);
    List<Object> before = row(backend, key);

    List<ThrowingCallable> steps =
        List.of(
            () -> store.find(key),
            () -> store.lease(Grants.lease(key, version)),
            () -> store.lease(Grants.creation(key)),
            () -> store.commit(Grants.commit(key, version)),
            () -> store.settle(Grants.settle(key, version, 0, GrantState.IDLE)),
            () -> store.put(Grants.put(key, Optional.empty())),
            () -> store.put(Grants.put(key, Optional.of(version))),
            () -> store.tombstone(Grants.tombstone(key, version)),
            () ->
                maintenance.reseal(
                    new ResealRequest(
                        key, version, record.envelope().orElseThrow(), Grants.envelope())));
    for (ThrowingCallable step : steps) {
      try {
        step.call();
      } catch (UnreadableRecordException e) {
        assertThat(e).hasMessageContaining("its state is not known here");
      } catch (Throwable e) {
        throw new AssertionError("Not a typed error", e);
      }
      assertThat(row(backend, key)).isEqualTo(before);
    }
    if (!damage.contains("purge_at")) {
      assertThatExceptionOfType(UnreadableRecordException.class)
          .isThrownBy(() -> store.find(key))
          .matches(e -> e.keyId().equals("key-1") && e.format() == 1);
    }
    assertThat(maintenance.due(Duration.ofDays(36_500), Optional.empty(), 100).records()).isEmpty();
    assertThat(maintenance.sealedWith("key-1", Optional.empty(), 100).records()).isEmpty();
    maintenance.purge(100);
    assertThat(row(backend, key)).isEqualTo(before);
  }

  private static void damage(Backend backend, GrantKey key, String set) {
    backend.execute(
        "UPDATE " + backend.quoted(Backend.GRANTS) + " SET " + set + " WHERE k = '" + key + "'");
  }

  private static List<Object> row(Backend backend, GrantKey key) throws SQLException {
    List<Object> columns = new ArrayList<>();
    try (Connection connection = backend.pool().getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT * FROM "
                        + backend.quoted(Backend.GRANTS)
                        + " WHERE k = '"
                        + key
                        + "'")) {
      assertThat(row.next()).isTrue();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        columns.add(String.valueOf(row.getString(i)));
      }
    }
    return columns;
  }
}
