// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Sightings;
import io.hexauth.core.internal.concurrent.Permit;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.events.ReducedScopes;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.grant.SizeLimits;
import io.hexauth.domain.grant.TokenResult;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.OpenedGrant;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that is given up while its request to the server is under way. */
class LateProviderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String ANSWER =
      "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"refresh_token\":\"rotated\"}";

  private final VirtualClock clock = VirtualClock.create();
  private final OAuthClientConfig config = OAuthClientConfig.defaults();
  private final TaskPools pools = Pools.of(config, clock);
  private final ClientRegistration registration =
      ClientRegistration.builder("acme")
          .authorizationCode()
          .authorizationEndpoint("https://as.example/authorize")
          .tokenEndpoint("https://as.example/token")
          .redirectUri("https://app.example/callback")
          .clientSecretBasic("app", () -> "secret")
          .build();
  private final Thread caller = Thread.currentThread();
  private final CountDownLatch sent = new CountDownLatch(1);
  private volatile boolean interrupted;
  private final ImpatientPool threads = new ImpatientPool();

  @AfterEach
  void close() {
    threads.shutdownNow();
    pools.close();
  }

  /**
   * The server answers when the caller waits for the end of the request. As in every transport, a
   * thread that was interrupted loses the answer.
   */
  private TransportResult answer(TransportRequest request) {
    sent.countDown();
    await().until(this::callerWaits);
    if (Thread.currentThread().isInterrupted()) {
      return new TransportResult.Unknown(TransportResult.Failure.INTERRUPTED, "interrupted");
    }
    return new TransportResult.Response(
        200, Map.of("content-type", List.of("application/json")), ANSWER.getBytes(UTF_8));
  }

  private boolean callerWaits() {
    return Arrays.stream(caller.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(ProviderRequests.class.getName())
                    && frame.getMethodName().equals("end"));
  }

  private TokenResult next() {
    var gates = new RequestGates(config, clock, new RandomSource(new SecureRandom()));
    var server =
        new AuthorizationServer(
            registration,
            this::answer,
            gates.of(registration),
            Optional.empty(),
            clock,
            DEADLINE,
            SizeLimits.defaults());
    var source =
        new TokenSource(
            registration,
            server,
            new OwnGrant(registration, Optional.empty()),
            new ReducedScopes(registration.id(), Dispatchers.incidents(Set::of, pools)));
    var provider =
        new ProviderCall(
            registration.id(),
            () -> (context, last, requester) -> requester.refreshToken(),
            threads,
            DEADLINE);
    GrantCell cell = Sightings.cell();
    GrantDocument document =
        GrantDocument.empty()
            .renewed(Optional.of(new RefreshToken("old")), Optional.empty(), Instant.EPOCH);
    GrantRecord record =
        GrantRecord.builder(cell.key(), Sightings.snapshot(0).grantId(), Instant.EPOCH).build();
    return new ProvidedToken(provider, source, clock, SizeLimits.defaults())
        .next(
            cell,
            registration.access(),
            new OpenedGrant(record, document),
            Optional.empty(),
            new Permit(1, () -> true));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answerToItsRequestShouldBeKeptWhenTheProviderIsGivenUp(boolean byInterrupt) {
    interrupted = byInterrupt;

    TokenResult result = next();

    assertThat(Thread.interrupted()).as("interrupt status").isEqualTo(byInterrupt);
    assertThat(result.token())
        .hasValueSatisfying(
            token -> assertThat(token.refreshToken()).contains(new RefreshToken("rotated")));
    assertThat(new TokenExceptions(registration.id()).of(result))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        TokenProviderException.class,
                        late ->
                            assertThat(late.reason())
                                .isEqualTo(TokenProviderException.Reason.LATE)));
  }

  /** Its callers give up as soon as the request was sent. */
  private final class ImpatientPool extends ThreadPoolExecutor {

    ImpatientPool() {
      super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> call) {
      return new FutureTask<>(call) {
        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, TimeoutException {
          assertThat(sent.await(timeout, unit)).as("the request was sent").isTrue();
          if (interrupted) {
            throw new InterruptedException();
          }
          throw new TimeoutException();
        }
      };
    }
  }
}
