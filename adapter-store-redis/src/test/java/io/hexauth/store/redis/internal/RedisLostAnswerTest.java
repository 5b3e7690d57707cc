// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.fault.Cut;
import io.hexauth.testkit.fault.FaultProxy;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A command whose answer was lost. Lettuce cancels it, because of {@code REJECT_COMMANDS}. If the
 * write is repeated, the store refuses it, because it was made, and the caller finds its record.
 */
class RedisLostAnswerTest {

  private final RedisNode node = RedisNode.start();
  private final FaultProxy proxy = FaultProxy.to(node.port());
  private final RedisClient client = Clients.of("redis://127.0.0.1:" + proxy.port());
  private final TestStores stores = new TestStores(new ServerAccess(client));
  private final Grant grant = Grant.in(stores.tokens());

  @AfterEach
  void stop() {
    stores.close();
    client.shutdown();
    proxy.close();
    node.close();
  }

  /** Runs the step once without an answer, and repeats it until it is answered. */
  private <T> T again(Callable<T> step) {
    stores.connectAndLoadScripts();
    Cut cut = proxy.cutAnswer();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(step::call)
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(cut.isMade()).isTrue();
    return await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .until(step, answer -> true);
  }

  @Test
  void aReplacementThatIsAskedForTwiceShouldBeMadeOnceAndFound() {
    StoredGrant created = grant.created();
    StoredGrant next = Grant.newRecord();

    assertThat(again(() -> grant.replace(created, next))).isFalse();

    assertThat(grant.stored()).contains(next);
  }

  @Test
  void aCreationThatIsAskedForTwiceShouldBeMadeOnceAndFound() {
    StoredGrant created = Grant.newRecord();

    assertThat(again(() -> grant.create(created))).isFalse();

    assertThat(grant.stored()).contains(created);
  }

  @Test
  void aReplacementWhoseAnswerWasLostShouldNotBeMadeAgainOnAnother() {
    StoredGrant created = grant.created();
    StoredGrant next = Grant.newRecord();
    assertThat(again(() -> grant.replace(created, next))).isFalse();
    StoredGrant third = grant.replaced(next);

    assertThat(grant.replace(created, next)).isFalse();

    assertThat(grant.stored()).contains(third);
  }

  @Test
  void aPendingAuthorizationShouldNeverBeTakenTwice() {
    GrantKey key = Grant.newKey();
    assertThat(stores.pending().put(key, Grant.envelope(), Duration.ofMinutes(1))).isTrue();
    assertThat(again(() -> stores.pending().take(key))).isEmpty();
  }
}
