// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.PutRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers on their way through Lua, which counts in doubles. */
class RedisPrecisionTest {

  private final TestStores stores = new TestStores(new ServerAccess(Clients.server()));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void close() {
    stores.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 99_999_999_999_999L, 100_000_000_000_000L, (1L << 53) - 2})
  void generationsShouldBeExactBelowTwoToThe53(long generation) {
    GrantRecord record = Grant.done(grant.store().put(grant.put(generation, Optional.empty())));
    assertThat(record.generation()).isEqualTo(generation);
    assertThat(Grant.done(grant.store().commit(grant.commit(record))).generation())
        .isEqualTo(generation + 1);
    assertThat(grant.stored().orElseThrow().generation()).isEqualTo(generation + 1);
  }

  @Test
  void leasesShouldEndToTheMicrosecond() {
    GrantRecord record = grant.created();
    var answer = grant.store().lease(grant.lease(record, Duration.ofNanos(60_000_000_001L)));
    assertThat(Duration.between(answer.storeNow(), until(Grant.done(answer))))
        .isEqualTo(Duration.ofNanos(60_000_001_000L));
  }

  @Test
  void durationsWithoutEndShouldBeACentury() {
    GrantRecord record = grant.created(Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
    var answer = grant.store().lease(grant.lease(record, Duration.ofSeconds(Long.MAX_VALUE)));
    assertThat(Duration.between(answer.storeNow(), until(Grant.done(answer))).toDays())
        .isEqualTo(36_500);
  }

  private static Instant until(GrantRecord record) {
    return record.lease().orElseThrow().until();
  }

  @Test
  void expiriesShouldBeKeptHoweverFarAwayTheyAre() {
    for (Instant expiry :
        List.of(
            Instant.EPOCH,
            Instant.parse("9999-12-31T23:59:59.123456Z"),
            Instant.EPOCH.minusMillis(1))) {
      assertThat(stored(expiry)).contains(expiry);
    }
    assertThat(stored(Instant.MAX).orElseThrow()).isAfter(Instant.parse("9999-12-31T00:00:00Z"));
    assertThat(stored(Instant.MIN).orElseThrow()).isBefore(Instant.EPOCH);
  }

  private Optional<Instant> stored(Instant expiry) {
    Grant another = Grant.in(grant.store());
    PutRequest put = another.put(Optional.empty());
    return Grant.done(
            another
                .store()
                .put(
                    new PutRequest(
                        put.key(),
                        put.version(),
                        put.replaced(),
                        put.envelope(),
                        Optional.of(expiry),
                        put.retention())))
        .accessExpiresAt();
  }

  /** A refresh is find, lease and commit; each is one command and one answer. */
  @Test
  void eachStepShouldBeOneRoundTrip() {
    GrantRecord created = grant.created();
    stores.connectAndLoadScripts();
    long before = commands();

    assertThat(grant.stored()).isPresent();
    GrantRecord leased = grant.leased(created);
    assertThat(commands() - before).isEqualTo(2);
    assertThat(grant.store().commit(grant.commit(leased)).done()).isTrue();

    assertThat(commands() - before).isEqualTo(3);
  }

  private long commands() {
    return TestStores.get(stores.opened().commands().info("commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:") || line.startsWith("cmdstat_eval:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*?calls=(\\d+),.*$", "$1")))
        .sum();
  }

  @Test
  void manyThreadsShouldShareOneConnectionAndGetTheirOwn() {
    List<Grant> grants = IntStream.range(0, 200).mapToObj(i -> Grant.in(grant.store())).toList();
    List<GrantRecord> records = grants.stream().map(Grant::created).toList();
    boolean allTheirOwn =
        IntStream.range(0, 20_000)
            .parallel()
            .map(i -> i % grants.size())
            .allMatch(i -> grants.get(i).stored().equals(Optional.of(records.get(i))));
    assertThat(allTheirOwn).isTrue();
  }
}
