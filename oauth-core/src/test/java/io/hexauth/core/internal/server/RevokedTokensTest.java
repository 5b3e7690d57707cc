// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.core.internal.time.RandomSource;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.log.LogCapture;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Revocation of a refresh token and an access token: which are sent, and the results of callers.
 */
@Timeout(60)
class RevokedTokensTest {

  private static final TransportResult CONFIRMED = ProvidedTokens.answer(200, "");
  private static final TransportResult UNSUPPORTED = refused(400, "unsupported_token_type");

  private final VirtualClock clock = VirtualClock.create();
  private final OAuthClientConfig config = OAuthClientConfig.defaults();
  private final TaskPools pools = Pools.of(config, clock);
  private final ClientRegistration registration =
      ClientRegistration.builder("acme")
          .clientCredentials()
          .tokenEndpoint("https://as.example/token")
          .revocationEndpoint("https://as.example/revoke")
          .clientSecretBasic("app", () -> "secret")
          .build();
  private final Tasks tasks = pools.of(registration.endpoints().address()).revocations();
  private final AtomicInteger sent = new AtomicInteger();
  private final Queue<TransportResult> answers = new ArrayDeque<>();
  private final Revocation revocation =
      new Revocation(
          registration,
          new AuthorizationServer(
              registration,
              RegistrationSource.BOUND,
              new ServerView(registration, Optional.empty()),
              request -> {
                sent.incrementAndGet();
                return answers.remove();
              },
              new RequestGates(
                      Dispatchers.unheard(), config, clock, new RandomSource(new SecureRandom()))
                  .of(registration, RegistrationSource.BOUND),
              Dispatchers.unheard(registration.id()),
              clock,
              Duration.ofSeconds(20),
              SizeLimits.defaults()),
          tasks);

  @AfterEach
  void close() {
    pools.close();
  }

  private static TransportResult refused(int status, String error) {
    return ProvidedTokens.answer(status, "{\"error\":\"" + error + "\"}");
  }

  private GrantDocument document() {
    var access =
        new GrantedToken(
            new AccessToken("access"),
            TokenType.BEARER,
            Optional.empty(),
            Optional.of(new RefreshToken("refresh")),
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            Map.of());
    return GrantDocument.empty()
        .renewed(Optional.of(new RefreshToken("refresh")), Optional.empty(), Instant.EPOCH)
        .with(registration.access(), access, 1, Instant.EPOCH);
  }

  private boolean revoke() {
    return tasks.await(registration.id(), revocation.start(this::document));
  }

  private void answer(TransportResult forTheRefreshToken, TransportResult forTheAccessToken) {
    answers.add(forTheRefreshToken);
    answers.add(forTheAccessToken);
  }

  @Test
  void revocationShouldBeConfirmedWhenTheServerRevokedOneAndNeedNotRevokeTheOther() {
    answer(CONFIRMED, UNSUPPORTED);
    assertThat(revoke()).isTrue();
    answer(UNSUPPORTED, CONFIRMED);
    assertThat(revoke()).isTrue();
    answer(UNSUPPORTED, UNSUPPORTED);
    assertThat(revoke()).as("neither").isFalse();
  }

  @Test
  void accessTokenShouldBeSentAsWellWhenTheRefreshTokenIsRefused() {
    answer(refused(401, "invalid_client"), CONFIRMED);

    assertThat(catchThrowable(this::revoke)).isInstanceOf(TokenRequestRejectedException.class);
    assertThat(sent).hasValue(2);
  }

  @Test
  void callerShouldGetTheFirstRefusalWhenBothTokensAreRefused() {
    answer(refused(401, "invalid_client"), refused(400, "invalid_request"));

    assertThat(catchThrowable(this::revoke))
        .isInstanceOfSatisfying(
            TokenRequestRejectedException.class, e -> assertThat(e.status()).isEqualTo(401));
  }

  @Test
  void accessTokenShouldNotBeSentWhenTheServerDoesNotAnswer() {
    answer(new TransportResult.Unknown(TransportResult.Failure.CUT, "cut"), CONFIRMED);

    assertThat(catchThrowable(this::revoke)).isInstanceOf(ServiceUnavailableException.class);
    assertThat(sent).hasValue(1);
  }

  @Test
  void quietRevocationShouldBeLoggedWhenItFails() {
    answer(refused(401, "invalid_client"), CONFIRMED);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("Client registration 'acme': a token of a revoked grant could not be revoked.")
        .contains("invalid_client");
  }

  @Test
  void quietRevocationShouldNotBeLoggedWhenItIsConfirmed() {
    answer(CONFIRMED, CONFIRMED);

    assertThat(warnings()).isEmpty();
    assertThat(sent).hasValue(2);
  }

  private List<String> warnings() {
    try (LogCapture log = LogCapture.start()) {
      revocation.quietly(this::document);
      pools.close();
      return log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
    }
  }
}
