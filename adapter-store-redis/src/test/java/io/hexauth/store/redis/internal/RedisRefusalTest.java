// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.RedisNode;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that answers with an error. */
class RedisRefusalTest {

  private static final int GRANTS = 100;
  private static final Duration MINUTE = Duration.ofMinutes(1);

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

  private static void isUnavailable(ThrowingCallable call, String why) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call)
        .withMessageContaining(why)
        .matches(ServiceUnavailableException::isRetryable);
  }

  @Test
  void aReplicaShouldBeATypedErrorAndBeLeftForANewConnection() {
    StoredGrant created = grant.created();
    // The server becomes a replica of a master that does not exist, so it keeps its data.
    node.ask("REPLICAOF", "127.0.0.1", "1");
    isUnavailable(() -> grant.replaced(created), "read-only replica");
    node.ask("REPLICAOF", "NO", "ONE");

    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .until(() -> grant.replace(created, Grant.newRecord()));
  }

  @Test
  void aFullServerShouldReplaceEveryRecordThatItHasAndCreateNone() {
    List<Grant> there = grants();
    List<StoredGrant> before = there.stream().map(Grant::created).toList();
    List<Grant> fresh = grants();
    var pending = stores.pending();
    var login = Grant.newKey();
    assertThat(pending.put(login, Grant.envelope(), MINUTE)).isTrue();
    node.ask("CONFIG", "SET", "maxmemory", "1");

    for (int i = 0; i < GRANTS; i++) {
      StoredGrant leased = Grant.with(before.get(i), "state", "INTENT").withSameDocument();
      there.get(i).replaced(before.get(i), leased);
      StoredGrant longer = large(there.get(i).keptFor(MINUTE.multipliedBy(5)));
      there.get(i).replaced(leased, longer);
      assertThat(there.get(i).stored()).contains(longer);

      Grant another = fresh.get(i);
      isUnavailable(another::created, "out of memory");
      isUnavailable(() -> another.created(another.keptFor(MINUTE)), "out of memory");
      assertThat(another.stored()).isEmpty();
    }

    assertThat(node.ask("DBSIZE")).isEqualTo(Integer.toString(GRANTS + 1));
    isUnavailable(() -> pending.put(Grant.newKey(), Grant.envelope(), MINUTE), "out of memory");
    assertThat(pending.take(login)).isPresent();
  }

  private List<Grant> grants() {
    return Stream.generate(() -> Grant.in(grant.store())).limit(GRANTS).toList();
  }

  private static StoredGrant large(StoredGrant grant) {
    return StoredGrant.of(grant.revision(), grant.fields(), Optional.of(new byte[16_384]));
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
      // The server was killed.
    }
  }
}
