// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static io.hexauth.core.internal.server.ProvidedTokens.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.ports.api.TokenProvider;
import io.hexauth.ports.api.TokenRequester;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stored token after a call of a token provider, whatever it returns and requests. */
@Timeout(60)
class ProviderTokenSourceTest {

  private static final String TOO_LARGE = "x".repeat(64 * 1024 + 1);
  private static final String ROTATED =
      """
      {"access_token":"new","token_type":"Bearer","expires_in":3600,"refresh_token":"rotated",
       "refresh_token_expires_in":7200}""";
  private static final String NOT_ROTATED = "{\"access_token\":\"new\",\"token_type\":\"Bearer\"}";

  private final AtomicInteger sent = new AtomicInteger();
  private final Queue<TransportResult> answers = new ArrayDeque<>();
  private final ProvidedTokens tokens =
      new ProvidedTokens(
          request -> {
            sent.incrementAndGet();
            if (answers.isEmpty()) {
              throw new StackOverflowError();
            }
            return answers.remove();
          },
          () -> "secret");
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    threads.shutdownNow();
    tokens.close();
  }

  private TokenResult next(TokenProvider provider) {
    return tokens.next(provider, threads, Duration.ofSeconds(20));
  }

  private static OAuthToken own() {
    return OAuthToken.builder("own").build();
  }

  private void assertReason(TokenResult result, Reason reason) {
    assertThat(tokens.exceptions().of(result))
        .hasValueSatisfying(
            e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        TokenProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason)));
  }

  @Test
  void everyPartOfTheTokenShouldBeKept() {
    OAuthToken token =
        OAuthToken.builder("own")
            .expiresAt(tokens.clock().instant().plusSeconds(60))
            .refreshToken("theirs")
            .idToken(Optional.of(new IdToken("id")))
            .scopes(Scopes.parse("read"))
            .additional(Map.of("tier", "gold"))
            .build();

    TokenResult result = next((context, last, requester) -> token);

    assertThat(result.token())
        .contains(
            new GrantedToken(
                token.accessToken(),
                token.tokenType(),
                Optional.of(Duration.ofSeconds(60)),
                Optional.of(new RefreshToken("theirs")),
                Optional.empty(),
                Scopes.parse("read"),
                Optional.of(new IdToken("id")),
                Map.of("tier", "gold")));
  }

  @Test
  void scopesShouldBeThoseThatWereAskedForWhenTheTokenSaysNone() {
    TokenResult result =
        tokens.next(
            (context, last, requester) -> own(),
            threads,
            Duration.ofSeconds(20),
            AccessRequest.of(Scopes.parse("read write")));

    assertThat(result.token().orElseThrow().scopes()).isEqualTo(Scopes.parse("read write"));
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "1, true"})
  void tokenShouldBeGoodUntilItsEnd(int nanos, boolean good) {
    Instant end = tokens.clock().instant().plusNanos(nanos);

    TokenResult result =
        next((context, last, requester) -> own().toBuilder().expiresAt(end).build());

    assertThat(result.failure().isEmpty()).isEqualTo(good);
    if (!good) {
      assertReason(result, Reason.EXPIRED_TOKEN);
    }
  }

  @Test
  void tokenOfARequestShouldHaveNoLifetimeWhenItEndedBeforeTheProviderReturnedIt() {
    answers.add(answer(200, ROTATED));

    TokenResult result =
        next(
            (context, last, requester) -> {
              OAuthToken token = requester.refresh();
              tokens.clock().advance(Duration.ofHours(2));
              return token;
            });

    assertThat(result.failure()).isEmpty();
    assertThat(result.token().orElseThrow().lifetime()).contains(Duration.ZERO);
  }

  /** Use of a requested token by the provider, and the results of callers. */
  enum Ending {
    FAILS(Reason.FAILED) {
      @Override
      OAuthToken of(OAuthToken got) {
        throw new IllegalArgumentException("no idea");
      }
    },
    EXPIRED(Reason.EXPIRED_TOKEN) {
      @Override
      OAuthToken of(OAuthToken got) {
        return own().toBuilder().expiresAt(Instant.EPOCH).build();
      }
    },
    TOO_LARGE(Reason.TOO_LARGE) {
      @Override
      OAuthToken of(OAuthToken got) {
        return OAuthToken.builder(ProviderTokenSourceTest.TOO_LARGE).build();
      }
    };

    private final Reason reason;

    Ending(Reason reason) {
      this.reason = reason;
    }

    abstract OAuthToken of(OAuthToken got);
  }

  @ParameterizedTest
  @EnumSource
  void tokenOfTheRequestShouldBeStoredWhenTheProviderFailsAfterIt(Ending ending) {
    answers.add(answer(200, ROTATED));

    TokenResult result = next((context, last, requester) -> ending.of(requester.refresh()));

    GrantedToken stored = result.token().orElseThrow();
    assertThat(stored.accessToken().value()).isEqualTo("new");
    assertThat(stored.refreshToken()).contains(new RefreshToken("rotated"));
    assertThat(stored.refreshLifetime()).contains(Duration.ofHours(2));
    assertReason(result, ending.reason);
  }

  @Test
  void failureOfTheProviderShouldBeTheCause() {
    var cause = new IllegalArgumentException("no idea");

    TokenResult result =
        next(
            (context, last, requester) -> {
              throw cause;
            });

    assertThat(tokens.exceptions().of(result).orElseThrow()).hasCause(cause);
  }

  @ParameterizedTest
  @CsvSource({"rotated, 7200", "theirs, "})
  void refreshLifetimeShouldBeThatOfTheRefreshTokenThatIsStored(String refresh, Long seconds) {
    answers.add(answer(200, ROTATED));

    TokenResult result =
        next(
            (context, last, requester) ->
                requester.refresh().toBuilder().refreshToken(refresh).build());

    assertThat(result.token().orElseThrow().refreshToken()).contains(new RefreshToken(refresh));
    assertThat(result.token().orElseThrow().refreshLifetime())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void tokenWithoutARefreshTokenShouldGetTheOneThatAnEarlierRequestGot(boolean fails) {
    answers.add(answer(200, ROTATED));
    answers.add(answer(200, NOT_ROTATED));

    TokenResult result =
        next(
            (context, last, requester) -> {
              requester.obtainToken();
              OAuthToken second = requester.obtainToken();
              if (fails) {
                throw new IllegalArgumentException("no idea");
              }
              return second;
            });

    assertThat(result.token().orElseThrow().refreshToken()).contains(new RefreshToken("rotated"));
    assertThat(result.token().orElseThrow().refreshLifetime()).as("of another answer").isEmpty();
  }

  @Test
  void providerShouldSeeTheRefreshTokenAndTheEndOfARefresh() {
    answers.add(
        answer(200, "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":60}"));
    var seen = new AtomicReference<OAuthToken>();

    next(
        (context, last, requester) -> {
          seen.set(requester.refresh());
          return seen.get();
        });

    assertThat(seen.get().refreshToken()).contains(new RefreshToken("old"));
    assertThat(seen.get().expiresAt()).contains(tokens.clock().instant().plusSeconds(60));
  }

  /** The provider continues with its own token, whatever the request returned. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none    | 0   | | true",
        "refresh | 200 | {\"access_token\":\"new\",\"token_type\":\"Bearer\"} | true",
        "refresh | 503 | | true",
        "refresh | 500 | | false",
        "refresh | 400 | {\"error\":\"invalid_client\"} | true",
        "refresh | 400 | {\"error\":\"invalid_grant\"} | false",
        "fetch   | 200 | {\"access_token\":\"new\",\"token_type\":\"Bearer\"} | false",
        "fetch   | 503 | | true"
      })
  void oldRefreshTokenShouldStayUnlessARequestMayHaveSpentOrReplacedIt(
      String request, int status, String body, boolean stays) {
    answers.add(answer(status == 0 ? 500 : status, body == null ? "" : body));

    TokenResult result =
        next(
            (context, last, requester) -> {
              Throwable unused = catchThrowable(() -> requested(requester, request));
              return own();
            });

    assertThat(renewed(result)).isEqualTo(stays);
  }

  private static void requested(TokenRequester requester, String request) {
    switch (request) {
      case "refresh" -> requester.refresh();
      case "fetch" -> requester.obtainToken();
      default -> {}
    }
  }

  private static boolean renewed(TokenResult result) {
    return result.fold(TokenResult.Granted::renewed, only -> false, failed -> false);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void oldRefreshTokenShouldStayAsWellWhenTheProviderFails(boolean refreshes) {
    answers.add(answer(200, NOT_ROTATED));

    TokenResult result =
        next(
            (context, last, requester) -> {
              requested(requester, refreshes ? "refresh" : "fetch");
              throw new IllegalArgumentException("no idea");
            });

    assertReason(result, Reason.FAILED);
    assertThat(renewed(result)).isEqualTo(refreshes);
  }

  private static String tooLarge(String accessToken, String refreshToken) {
    return "{\"access_token\":\""
        + accessToken
        + "\",\"token_type\":\"Bearer\",\"refresh_token\":\""
        + refreshToken
        + "\",\"refresh_token_expires_in\":7200}";
  }

  @Test
  void oldRefreshTokenShouldNotStayWhenItWasReplacedByOneThatIsTooLarge() {
    answers.add(answer(200, tooLarge("new", TOO_LARGE)));

    TokenResult result =
        next(
            (context, last, requester) -> {
              Throwable unused = catchThrowable(requester::refresh);
              return own();
            });

    assertThat(result.token().orElseThrow().accessToken().value()).isEqualTo("own");
    assertThat(renewed(result)).isFalse();
  }

  @Test
  void rotatedRefreshTokenShouldBeStoredWhenTheAccessTokenIsTooLarge() {
    answers.add(answer(200, tooLarge(TOO_LARGE, "rotated")));

    TokenResult result = next((context, last, requester) -> requester.refresh());

    assertThat(result)
        .isInstanceOfSatisfying(
            TokenResult.RefreshTokenOnly.class,
            only -> {
              assertThat(only.refreshToken()).contains(new RefreshToken("rotated"));
              assertThat(only.lifetime()).contains(Duration.ofHours(2));
            });
  }

  @Test
  void rotatedRefreshTokenShouldComeWithTheTokenOfTheProviderWhenTheAccessTokenIsTooLarge() {
    answers.add(answer(200, tooLarge(TOO_LARGE, "rotated")));

    TokenResult result =
        next(
            (context, last, requester) -> {
              Throwable unused = catchThrowable(requester::refresh);
              return own();
            });

    assertThat(result.token().orElseThrow().refreshToken()).contains(new RefreshToken("rotated"));
  }

  @Test
  void refreshTokenShouldCountAsSpentWhenTheProviderFailsAfterARequestWithoutAnAnswer() {
    answers.add(answer(500, ""));
    answers.add(answer(503, ""));

    TokenResult result =
        next(
            (context, last, requester) -> {
              Throwable first = catchThrowable(requester::refresh);
              Throwable second = catchThrowable(requester::obtainToken);
              throw new IllegalArgumentException(first + " " + second);
            });

    assertReason(result, Reason.FAILED);
    assertThat(result.mayHaveSpent()).isTrue();
  }

  @Test
  void refreshTokenShouldBePresentedOnceUnlessTheServerDidNotProcessIt() {
    answers.add(answer(503, ""));
    answers.add(answer(200, NOT_ROTATED));

    TokenResult result =
        next(
            (context, last, requester) -> {
              assertThatExceptionOfType(OAuthException.class).isThrownBy(requester::refresh);
              requester.refresh();
              assertThatIllegalStateException()
                  .isThrownBy(requester::refresh)
                  .withMessageContaining("already presented");
              return own();
            });

    assertThat(result.failure()).isEmpty();
    assertThat(sent).hasValue(2);
  }

  /** For example a transport without memory. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void refreshTokenShouldCountAsSpentWhenTheRequestEndsWithAnError(boolean fails) {
    TokenResult result =
        next(
            (context, last, requester) -> {
              // The transport reports the missing answer with an error.
              assertThatExceptionOfType(StackOverflowError.class).isThrownBy(requester::refresh);
              assertThatIllegalStateException().isThrownBy(requester::refresh);
              if (fails) {
                throw new IllegalArgumentException("no idea");
              }
              return own();
            });

    assertThat(sent).hasValue(1);
    assertThat(result.mayHaveSpent()).isEqualTo(fails);
    assertThat(renewed(result)).isFalse();
  }

  @Test
  void refreshTokenShouldBeKnownAsRefusedWhenTheServerRefusedIt() {
    answers.add(answer(400, "{\"error\":\"invalid_grant\"}"));

    next((context, last, requester) -> requester.refresh());

    assertThat(tokens.cell().isRefused(tokens.leased().version())).isTrue();
  }

  @Test
  void refreshTokenShouldNotBeKnownAsRefusedWhenTheServerRefusedAnotherRequest() {
    answers.add(answer(400, "{\"error\":\"invalid_grant\"}"));

    next((context, last, requester) -> requester.obtainToken());

    assertThat(tokens.cell().isRefused(tokens.leased().version())).isFalse();
  }

  @Test
  void refreshTokenShouldNotBePresentedWhenTheServerHasRefusedItBefore() {
    tokens.cell().refuse(tokens.leased().version());

    TokenResult result = next((context, last, requester) -> requester.refresh());

    assertThat(tokens.exceptions().of(result)).isPresent();
    assertThat(sent).hasValue(0);
  }

  @Test
  void logShouldNameTheGenerationWhoseRefreshTokenIsPresented() {
    answers.add(answer(200, ROTATED));
    try (LogCapture log = LogCapture.start()) {
      next((context, last, requester) -> requester.refresh());

      assertThat(log.text()).contains("refresh_token request to", ", generation 1: granted");
    }
  }

  @Test
  void requesterShouldRefuseEverythingWhenTheCallIsOver() {
    var kept = new AtomicReference<TokenRequester>();
    next(
        (context, last, requester) -> {
          kept.set(requester);
          return own();
        });

    for (Callable<OAuthToken> call :
        List.<Callable<OAuthToken>>of(kept.get()::obtainToken, kept.get()::refresh)) {
      Future<OAuthToken> late = threads.submit(call);
      assertThatThrownBy(() -> late.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has ended");
    }
    assertThat(sent).hasValue(0);
  }
}
