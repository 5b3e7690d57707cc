// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.servers.RedisNode;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A step whose answer was lost on the way. Lettuce gives it up, as {@code REJECT_COMMANDS} has it;
 * its caller asks again, and it counts once.
 */
class RedisLostAnswerTest {

  private final RedisNode node = RedisNode.start();
  private final LossyProxy proxy = new LossyProxy(node.port());
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

  /** Does it once in vain, and again until it is answered. */
  private <T> T again(Callable<T> step) {
    stores.connectAndLoadScripts();
    proxy.loseNextAnswer();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(step::call)
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(proxy.lost()).isEqualTo(1);
    return await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(ServiceUnavailableException.class)
        .until(step, answer -> true);
  }

  @Test
  void aLeaseThatIsAskedForTwiceShouldBeTakenOnce() {
    GrantRecord created = grant.created();
    LeaseRequest request = grant.lease(created);

    GrantRecord leased = Grant.done(again(() -> grant.store().lease(request)));

    assertThat(leased.epoch()).isEqualTo(1);
    assertThat(leased.attempt()).isEqualTo(1);
    assertThat(grant.stored()).contains(leased);
  }

  @Test
  void aCommitThatIsAskedForTwiceShouldBeOneGeneration() {
    GrantRecord leased = grant.leased(grant.created());
    CommitRequest request = grant.commit(leased);

    GrantRecord committed = Grant.done(again(() -> grant.store().commit(request)));

    assertThat(committed.generation()).isEqualTo(leased.generation() + 1);
    assertThat(grant.stored()).contains(committed);
  }

  @Test
  void aFailureThatIsSettledTwiceShouldTakeBackOneAttempt() {
    GrantRecord leased = grant.leased(grant.created());
    var request = grant.settle(leased, GrantState.IDLE);

    GrantRecord settled = Grant.done(again(() -> grant.store().settle(request)));

    assertThat(settled.attempt()).isEqualTo(1);
    assertThat(settled.state()).isEqualTo(GrantState.IDLE);
  }

  @Test
  void aGrantThatIsPutTwiceShouldBeThereOnce() {
    var request = grant.put(Optional.empty());
    GrantRecord there = Grant.done(again(() -> grant.store().put(request)));
    assertThat(there.version()).isEqualTo(request.version());
  }

  @Test
  void aPendingAuthorizationShouldNeverBeTakenTwice() {
    GrantKey key = Grant.newKey();
    assertThat(stores.pending().put(key, Grant.envelope(), Duration.ofMinutes(1))).isTrue();
    assertThat(again(() -> stores.pending().take(key))).isEmpty();
  }
}
