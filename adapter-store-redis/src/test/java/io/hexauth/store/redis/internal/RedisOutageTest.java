// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.servers.RedisNode;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that goes, comes back, or does not answer. */
class RedisOutageTest {

  private static final Duration BRIEF = Duration.ofSeconds(1);
  private static final Duration PLENTY = Duration.ofSeconds(20);

  /** Keeps every write on disk, so that a kill loses nothing. */
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
    GrantRecord record = grant.leased(grant.created());
    node.kill();

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(grant::stored)
        .matches(ServiceUnavailableException::isRetryable);
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> grant.store().commit(grant.commit(record)));
    node.restart();

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .untilAsserted(() -> assertThat(grant.stored()).contains(record));
    assertThat(grant.store().commit(grant.commit(record)).done()).isTrue();
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

  @Test
  void aTimeoutShouldLeaveAnAttemptThatIsRecognisedWhenItIsAskedAgain() {
    GrantRecord record = grant.created();
    LeaseRequest request = grant.lease(record);
    var connection = new RedisConnection(new ServerAccess(client));
    var hasty =
        new RedisTokenStore(
            connection, new StoreSettings(stores.prefix(), BRIEF, PLENTY, Optional.empty()));
    Grant.done(hasty.find(grant.key()));
    node.ask("CLIENT", "PAUSE", "60000", "WRITE");

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> hasty.lease(request))
        .withMessageContaining("did not answer in time");
    node.ask("CLIENT", "UNPAUSE");

    // Whether it was done or not: asked again, it is done once.
    GrantRecord leased = Grant.done(grant.store().lease(request));
    assertThat(leased.epoch()).isEqualTo(record.epoch() + 1);
    assertThat(leased.attempt()).isEqualTo(1);
    assertThat(leased.state()).isEqualTo(GrantState.INTENT);
    assertThat(grant.stored()).contains(leased);
    connection.close();
  }

  @Test
  void scriptsThatRedisForgotShouldBeToldAgain() {
    GrantRecord created = grant.created();
    node.ask("SCRIPT", "FLUSH");
    GrantRecord leased = grant.leased(created);
    node.ask("SCRIPT", "FLUSH");
    assertThat(grant.store().commit(grant.commit(leased)).done()).isTrue();
  }

  @Test
  void whatWasFlushedShouldBeGoneAndBeWrittenBackByWhoStillKnows() {
    GrantRecord known = grant.created();
    node.ask("FLUSHALL");

    assertThat(grant.stored()).isEmpty();
    assertThat(grant.store().commit(grant.commit(known)).done()).isFalse();

    assertThat(grant.store().put(grant.put(known.generation(), Optional.empty())).done()).isTrue();
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
