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
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that goes down, comes back, or does not answer. */
class RedisOutageTest {

  private static final Duration BRIEF = Duration.ofSeconds(1);
  private static final Duration PLENTY = Duration.ofSeconds(20);

  /** Server that writes everything to the disk, so that a kill loses nothing. */
  private final RedisNode node = RedisNode.start("appendonly yes", "appendfsync always");

  private final RedisClient client = Clients.of(node.uri());
  private final TestStores stores = new TestStores(new ServerAccess(client));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void stop() {
    stores.close();
    client.shutdown();
    node.close();
  }

  @Test
  void callsShouldFailTypedWhileTheServerIsDownAndWorkAgainWhenItIsBack() {
    StoredGrant record = grant.replaced(grant.created());
    node.kill();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(grant::stored)
        .matches(ServiceUnavailableException::isRetryable);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> grant.replaced(record));
    node.restart();

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .untilAsserted(() -> assertThat(grant.stored()).contains(record));
    grant.replaced(record);
  }

  @Test
  void aServerThatComesLaterShouldBeFoundThen() {
    node.kill();
    try (var later = new TestStores(new ServerAccess(client))) {
      Grant own = Grant.in(later.tokens());
      assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(own::stored);
      node.restart();
      assertThat(own.stored()).isEmpty();
    }
  }

  /** Makes Redis hold back the bytes of a write, which its caller then gives up. */
  private void replaceInVain(StoredGrant record, StoredGrant next, Optional<Duration> within) {
    try (var connection = new RedisConnection(new ServerAccess(client))) {
      var settings = new StoreSettings(stores.prefix(), BRIEF, PLENTY, Optional.empty());
      Grant hasty = new Grant(new RedisTokenStore(connection, settings), grant.key());
      // The connection is open, and Redis knows the script.
      assertThat(hasty.replace(Grant.newRecord(), next)).isFalse();
      Optional<Instant> notAfter = within.map(time -> hasty.now().plus(time));
      long before = scripts();
      node.ask("CLIENT", "PAUSE", "60000", "WRITE");

      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> hasty.replace(record, next, notAfter))
          .withMessageContaining("did not answer in time");
      node.ask("CLIENT", "UNPAUSE");

      await().atMost(PLENTY).until(() -> scripts() == before + 1);
    }
  }

  private long scripts() {
    return node.ask("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*?calls=(\\d+),.*$", "$1")))
        .sum();
  }

  @Test
  void aTimeoutShouldLeaveAWriteThatIsFound() {
    StoredGrant record = grant.created();
    StoredGrant next = Grant.newRecord();

    replaceInVain(record, next, Optional.empty());

    assertThat(grant.replace(record, next)).as("a second time").isFalse();
    assertThat(grant.stored()).contains(next);
  }

  @Test
  void aWriteThatArrivesLateShouldNotBeMade() {
    StoredGrant record = grant.created();

    replaceInVain(record, Grant.newRecord(), Optional.of(BRIEF.dividedBy(2)));

    assertThat(grant.stored()).contains(record);
  }

  @Test
  void scriptsThatRedisForgotShouldBeToldAgain() {
    StoredGrant created = grant.created();
    node.ask("SCRIPT", "FLUSH");
    StoredGrant next = grant.replaced(created);
    node.ask("SCRIPT", "FLUSH");
    assertThat(grant.stored()).contains(next);
  }

  @Test
  void whatWasFlushedShouldBeGoneAndBeCreatedAgainOnly() {
    StoredGrant known = grant.created();
    node.ask("FLUSHALL");

    assertThat(grant.stored()).isEmpty();
    assertThat(grant.replace(known, Grant.newRecord())).isFalse();

    assertThat(grant.create(known)).isTrue();
  }

  @Test
  void aClosedStoreShouldSayThatTryingAgainDoesNotHelp() {
    grant.created();
    stores.close();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(grant::stored)
        .withMessageContaining("closed")
        .matches(e -> !e.isRetryable());
  }
}
