// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and times in Lua, which calculates with doubles. */
class RedisPrecisionTest {

  private final TestStores stores = new TestStores(new ServerAccess(Clients.server()));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void close() {
    stores.close();
  }

  static List<Instant> over() {
    return List.of(
        Instant.MIN,
        Instant.EPOCH.minusMillis(1),
        Instant.EPOCH,
        Instant.ofEpochSecond(1_000_000_000, 1_000));
  }

  @ParameterizedTest
  @MethodSource("over")
  void writesShouldBeRefusedWhenTheirTimeIsOverHoweverLong(Instant notAfter) {
    StoredGrant created = grant.created();
    assertThat(grant.replace(created, Grant.newRecord(), Optional.of(notAfter))).isFalse();
    assertThat(grant.stored()).contains(created);
  }

  static List<Instant> ahead() {
    return List.of(
        Instant.parse("2255-06-05T23:47:34.740993Z"),
        Instant.parse("9999-12-31T23:59:59.999999Z"),
        Instant.MAX);
  }

  @ParameterizedTest
  @MethodSource("ahead")
  void writesShouldBeMadeWhenTheirTimeIsNotOverHoweverFarAwayItIs(Instant notAfter) {
    StoredGrant created = grant.created();
    StoredGrant next = Grant.newRecord();
    assertThat(grant.replace(created, next, Optional.of(notAfter))).isTrue();
    assertThat(grant.stored()).contains(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9007199254740993", "9223372036854775807", "1e3", "007", "-0", "0x10", "nan"})
  void numbersShouldComeBackAsTheyWereWritten(String number) {
    StoredGrant created = grant.created(Grant.with(Grant.newRecord(), "gen", number));
    assertThat(grant.stored()).contains(created);
    StoredGrant next = Grant.with(created, "epoch", number);
    grant.replaced(created, next);
    assertThat(grant.stored()).contains(next);
  }

  /** Two texts that are equal numbers in Lua are different revisions. */
  @ParameterizedTest
  @CsvSource({"10, 1e1", "1, 01", "9007199254740993, 9007199254740992", "0, 00", "16, 0x10"})
  void revisionsShouldBeComparedAsText(String stored, String expected) {
    StoredGrant created =
        StoredGrant.of(new Revision(stored), Map.of("gen", "1"), Optional.empty());
    grant.created(created);
    StoredGrant other = StoredGrant.of(new Revision(expected), Map.of(), Optional.empty());
    assertThat(grant.replace(other, Grant.newRecord())).isFalse();
    assertThat(grant.stored()).contains(created);
  }

  @Test
  void aBatchShouldHaveTheClockOfTheServer() {
    grant.created();
    Instant before = grant.now();
    Instant during = stores.maintenance().due(Duration.ZERO, Optional.empty(), 1).storeNow();
    assertThat(during).isBetween(before, grant.now());
  }

  /** A refresh consists of find, lease and commit; each is one command and one answer. */
  @Test
  void eachCallShouldBeOneRoundTrip() {
    StoredGrant created = grant.created();
    stores.connectAndLoadScripts();
    long before = commands();

    assertThat(grant.stored()).isPresent();
    StoredGrant leased = Grant.with(created, "state", "INTENT").withSameDocument();
    grant.replaced(created, leased);
    assertThat(commands() - before).isEqualTo(2);
    grant.replaced(leased);

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
    List<StoredGrant> records = grants.stream().map(Grant::created).toList();
    boolean allTheirOwn =
        IntStream.range(0, 20_000)
            .parallel()
            .map(i -> i % grants.size())
            .allMatch(i -> grants.get(i).stored().equals(Optional.of(records.get(i))));
    assertThat(allTheirOwn).isTrue();
  }
}
