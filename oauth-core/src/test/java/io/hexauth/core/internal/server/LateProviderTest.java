// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token provider that is given up, or returns, while its request to the server is under way. */
@Timeout(60)
class LateProviderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String ANSWER =
      "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"refresh_token\":\"rotated\"}";
  private static final TokenProvider REFRESHING = (context, last, requester) -> requester.refresh();

  private final Thread caller = Thread.currentThread();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicBoolean isSent = new AtomicBoolean();
  private volatile Runnable beforeSending = () -> {};
  private volatile Runnable beforeTheAnswer = () -> await().until(this::callerWaits);
  private volatile boolean interrupted;
  private final ImpatientPool threads = new ImpatientPool();
  private final ProvidedTokens tokens = new ProvidedTokens(this::answer, this::secret);

  @AfterEach
  void close() {
    threads.shutdownNow();
    tokens.close();
  }

  private String secret() {
    beforeSending.run();
    return "secret";
  }

  /** Answers like every transport: a thread that was interrupted loses the answer. */
  private TransportResult answer(TransportRequest request) {
    isSent.set(true);
    begun.countDown();
    beforeTheAnswer.run();
    if (Thread.currentThread().isInterrupted()) {
      return new TransportResult.Unknown(TransportResult.Failure.INTERRUPTED, "interrupted");
    }
    return ProvidedTokens.answer(200, ANSWER);
  }

  private boolean callerWaits() {
    return Arrays.stream(caller.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(ProviderRequests.class.getName())
                    && frame.getMethodName().equals("end"));
  }

  private void assertLate(TokenResult result) {
    assertThat(tokens.exceptions().of(result))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        TokenProviderException.class,
                        late ->
                            assertThat(late.reason())
                                .isEqualTo(TokenProviderException.Reason.LATE)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerToItsRequestShouldBeKeptWhenTheProviderIsGivenUp(boolean byInterrupt) {
    interrupted = byInterrupt;

    TokenResult result = tokens.next(REFRESHING, threads, DEADLINE);

    assertThat(Thread.interrupted()).as("interrupt status").isEqualTo(byInterrupt);
    assertThat(result.token())
        .hasValueSatisfying(
            token -> assertThat(token.refreshToken()).contains(new RefreshToken("rotated")));
    assertLate(result);
  }

  @Test
  void answerShouldBeKeptWhenTheProviderReturnsWithoutWaitingForIt() throws Exception {
    var another = new CompletableFuture<OAuthToken>();
    threads.impatient = false;

    TokenResult result =
        tokens.next(
            (context, last, requester) -> {
              new Thread(() -> another.complete(requester.refresh())).start();
              await().until(() -> begun.getCount() == 0);
              return OAuthToken.builder("own").build();
            },
            threads,
            DEADLINE);

    assertThat(result.token())
        .hasValueSatisfying(
            token -> assertThat(token.refreshToken()).contains(new RefreshToken("rotated")));
    assertThat(another.get(20, TimeUnit.SECONDS)).isNotNull();
  }

  /** The caller waits for the request no longer than a request may take. */
  @Test
  void refreshTokenShouldCountAsSpentWhenTheRequestIsUnderWayAfterItsDeadline() {
    var over = new CountDownLatch(1);
    beforeTheAnswer = () -> assertThat(reached(over)).isTrue();
    try {
      TokenResult result = tokens.next(REFRESHING, threads, Duration.ofMillis(1));

      assertThat(result.token()).isEmpty();
      assertThat(result.mayHaveSpent()).isTrue();
      assertLate(result);
    } finally {
      over.countDown();
    }
  }

  /** An interrupt ends this wait, and is kept for the caller. */
  @Test
  void interruptShouldBeKeptWhenItComesWhileTheCallerWaitsForTheRequest() {
    var over = new CountDownLatch(1);
    beforeTheAnswer =
        () -> {
          await().until(this::callerWaits);
          caller.interrupt();
          assertThat(reached(over)).isTrue();
        };
    try {
      TokenResult result = tokens.next(REFRESHING, threads, DEADLINE);

      assertThat(Thread.interrupted()).as("interrupt status").isTrue();
      assertThat(result.mayHaveSpent()).isTrue();
    } finally {
      over.countDown();
    }
  }

  @Test
  void nothingShouldBeSentWhenTheProviderIsGivenUpBeforeTheSecretIsKnown() {
    beforeSending =
        () -> {
          begun.countDown();
          await().until(this::callerWaits);
        };

    TokenResult result = tokens.next(REFRESHING, threads, DEADLINE);

    assertLate(result);
    assertThat(isSent).isFalse();
    assertThat(result.mayHaveSpent()).isFalse();
  }

  /** Waits for a latch like code that ignores interrupts. */
  private static boolean reached(CountDownLatch latch) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Pool whose callers give up when the request has started. */
  private final class ImpatientPool extends ThreadPoolExecutor {

    private boolean impatient = true;

    ImpatientPool() {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> call) {
      if (!impatient) {
        return super.newTaskFor(call);
      }
      return new FutureTask<>(call) {
        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, TimeoutException {
          assertThat(begun.await(20, TimeUnit.SECONDS)).as("the request has begun").isTrue();
          if (interrupted) {
            throw new InterruptedException();
          }
          throw new TimeoutException();
        }
      };
    }
  }
}
