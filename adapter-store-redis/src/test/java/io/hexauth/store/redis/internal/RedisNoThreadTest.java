// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisNoThreadTest {

  private static final StoreSettings PLENTY =
      new StoreSettings("none:", Duration.ofSeconds(30), Duration.ofSeconds(30), Optional.empty());

  private final AtomicBoolean none = new AtomicBoolean(true);
  private final AtomicInteger opened = new AtomicInteger();

  private Thread thread(Runnable task) {
    return new Thread(task) {
      @Override
      public synchronized void start() {
        if (none.get()) {
          throw new OutOfMemoryError("unable to create native thread");
        }
        super.start();
      }
    };
  }

  /** Access that opens nothing, and records that it was called. */
  private final class Access implements RedisAccess {

    private final ClientOptions options;

    Access(ClientOptions options) {
      this.options = options;
    }

    @Override
    public ClientOptions options() {
      return options;
    }

    @Override
    public Opened open() {
      opened.incrementAndGet();
      throw new RedisConnectionException("no server is there");
    }
  }

  @Test
  void aThreadThatCannotBeStartedShouldFailThatCallAndNoneAfterwards() {
    RedisClient client = Clients.of("redis://127.0.0.1:1");
    try (var connection = new RedisConnection(new Access(client.getOptions()), this::thread)) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> connection.opened(PLENTY))
          .matches(ServiceUnavailableException::isRetryable)
          .withMessageContaining("no thread");
      assertThat(opened).hasValue(0);

      none.set(false);
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> connection.opened(PLENTY))
          .withMessageContaining("cannot be reached");
      assertThat(opened).hasValue(1);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }
}
