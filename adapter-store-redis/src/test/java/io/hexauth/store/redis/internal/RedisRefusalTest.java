// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.TokenStoreMaintenance.Batch;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.LogCapture;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers, but not with what was asked for. */
class RedisRefusalTest {

  private final RedisNode node = RedisNode.start("lua-time-limit 50");
  private final RedisClient client = Clients.of(node.uri());
  private final TestStores stores = new TestStores(new ServerAccess(client));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void stop() {
    stores.close();
    client.shutdown();
    node.close();
  }

  private String name() {
    return stores.prefix() + "grant:{" + grant.key() + "}";
  }

  private List<String> fields() {
    // Redis may give them in any order, and an empty value may be the last.
    return Stream.of(node.ask("HGETALL", name()).split("\n", -1)).sorted().toList();
  }

  private static void isUnavailable(ThrowingCallable call, String why) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call)
        .withMessageContaining(why)
        .matches(ServiceUnavailableException::isRetryable);
  }

  @Test
  void aReplicaShouldBeATypedErrorAndBeLeftForANewConnection() {
    GrantRecord created = grant.created();
    // Of a master that is not there: so it keeps what it has.
    node.ask("REPLICAOF", "127.0.0.1", "1");
    isUnavailable(() -> grant.store().lease(grant.lease(created)), "read-only replica");
    node.ask("REPLICAOF", "NO", "ONE");

    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .until(() -> grant.store().lease(grant.lease(created)).done());
  }

  @Test
  void aFullServerShouldRefuseNewLeasesAndTakeWhatIsUnderWay() {
    GrantRecord leased = grant.leased(grant.created());
    Grant failing = Grant.in(grant.store());
    GrantRecord failed = failing.leased(failing.created());
    Grant idle = Grant.in(grant.store());
    GrantRecord created = idle.created();
    Grant fresh = Grant.in(grant.store());
    var pending = stores.pending();
    var login = Grant.newKey();
    assertThat(pending.put(login, Grant.envelope(), Duration.ofMinutes(1))).isTrue();
    node.ask("CONFIG", "SET", "maxmemory", "1");

    isUnavailable(() -> idle.store().lease(idle.lease(created)), "out of memory");
    isUnavailable(() -> fresh.store().put(fresh.put(Optional.empty())), "out of memory");
    isUnavailable(() -> fresh.store().lease(fresh.creation()), "out of memory");
    isUnavailable(
        () -> pending.put(Grant.newKey(), Grant.envelope(), Duration.ofMinutes(1)),
        "out of memory");
    assertThat(idle.stored()).contains(created);
    assertThat(fresh.stored()).isEmpty();

    assertThat(grant.store().commit(grant.commit(leased)).done()).isTrue();
    assertThat(failing.store().settle(failing.settle(failed, GrantState.DEAD)).done()).isTrue();
    assertThat(idle.store().tombstone(idle.tombstone(created)).done()).isTrue();
    assertThat(pending.take(login)).isPresent();
  }

  @Test
  void aServerThatIsBusyWithAScriptShouldBeATypedError() {
    grant.created();
    Thread busy = new Thread(() -> runForEver());
    busy.setDaemon(true);
    busy.start();

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> isUnavailable(() -> grant.stored(), "busy"));
    node.ask("SCRIPT", "KILL");

    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .until(() -> grant.stored().isPresent());
  }

  private void runForEver() {
    try {
      node.ask("EVAL", "while true do end", "0");
    } catch (IllegalStateException e) {
      // Killed.
    }
  }

  @Test
  void aKeyOfSomebodyElseShouldBeUnreadableAndStay() {
    node.ask("SET", name(), "not ours");
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(grant::stored);
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> grant.store().put(grant.put(Optional.empty())));
    assertThat(node.ask("GET", name())).isEqualTo("not ours");
  }

  @ParameterizedTest
  @CsvSource({"layout,2", "layout,''", "state,FROZEN"})
  void whatANewerVersionWroteShouldBeUnreadableAndStay(String field, String value) {
    GrantRecord created = grant.created();
    node.ask("HSET", name(), field, value);
    List<String> before = fields();

    isUnreadable(grant::stored);
    isUnreadable(() -> grant.store().lease(grant.lease(created)));
    isUnreadable(() -> grant.store().lease(grant.creation()));
    isUnreadable(() -> grant.store().commit(grant.commit(created)));
    isUnreadable(() -> grant.store().settle(grant.settle(created, GrantState.DEAD)));
    isUnreadable(() -> grant.store().put(grant.put(Optional.empty())));
    isUnreadable(() -> grant.store().tombstone(grant.tombstone(created)));

    assertThat(fields()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"gen,many", "grant_id,me", "created_at,''", "fmt,none", "lease_until,soon"})
  void damageShouldBeUnreadable(String field, String value) {
    grant.created();
    node.ask("HSET", name(), field, value);
    isUnreadable(grant::stored);
  }

  @ParameterizedTest
  @CsvSource({"gen,many", "grant_id,me", "created_at,''", "fmt,none", "layout,2"})
  void damageShouldHideNoOtherFromListings(String field, String value) {
    grant.created();
    Grant whole = Grant.in(grant.store());
    whole.created();
    node.ask("HSET", name(), field, value);

    assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 2L);
    Optional<String> from = Optional.empty();
    List<GrantKey> listed = new ArrayList<>();
    try (LogCapture log = LogCapture.start()) {
      do {
        Batch batch = stores.maintenance().sealedWith("key-1", from, 5);
        batch.records().forEach(record -> listed.add(record.key()));
        from = batch.next();
      } while (from.isPresent());
      assertThat(log.lines())
          .filteredOn(line -> line.contains("A hash was left out of a listing"))
          .isNotEmpty()
          .allMatch(line -> line.contains("WARN"));
    }
    assertThat(listed).containsOnly(whole.key());
  }

  private static void isUnreadable(ThrowingCallable call) {
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(call);
  }
}
