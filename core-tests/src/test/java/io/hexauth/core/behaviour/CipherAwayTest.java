// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.behaviour.FaultyCipher.Fault;
import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.registration.ClientRegistration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A cipher that throws or hangs, for grants and for pending authorizations, in both directions. */
class CipherAwayTest {

  /** Long enough for a busy machine to reach the cipher. */
  private static final Duration CALLER_TIMEOUT = Duration.ofSeconds(1);

  private final World world = new World();
  private final UserAgentBinding browser = UserAgentBinding.random();

  @AfterEach
  void close() {
    world.cipher().comeBack();
    world.close();
  }

  private Node patient(ClientRegistration registration) {
    return world.node(registration);
  }

  private Node hasty(ClientRegistration registration) {
    return world.node(
        registration,
        app -> app.config(OAuthClientConfig.defaults().withCallerTimeout(CALLER_TIMEOUT)));
  }

  private static void assertCipherIsNamed(Runnable call) {
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.service()).isEqualTo(Service.CIPHER))
        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void beginningAnAuthorizationShouldNameTheCipherThatDoesNotSeal(Fault fault) {
    Node node = hasty(world.authorizationCode().build());
    world.cipher().sealing(fault);

    assertCipherIsNamed(() -> node.client().startAuthorization(World.ALICE, browser));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void finishingAnAuthorizationShouldBePossibleLaterWhenTheCipherDoesNotOpen(Fault fault) {
    ClientRegistration registration = world.authorizationCode().build();
    Node node = patient(registration);
    Node other = hasty(registration);
    var redirect = node.client().startAuthorization(World.ALICE, browser);
    var callback = AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
    world.cipher().opening(fault);

    assertCipherIsNamed(() -> other.client().finishAuthorization(callback, browser));
    assertThat(world.tokenRequests()).as("code exchanges").isZero();

    world.cipher().comeBack();
    await()
        .ignoreExceptionsMatching(CipherAwayTest::isNotYetPutBack)
        .untilAsserted(
            () ->
                assertThat(node.client().finishAuthorization(callback, browser).token())
                    .isNotNull());
    assertThat(world.tokenRequests()).isEqualTo(1);
    assertThatExceptionOfType(InvalidCallbackException.class)
        .as("taken once")
        .isThrownBy(() -> node.client().finishAuthorization(callback, browser));
  }

  private static boolean isNotYetPutBack(Throwable failure) {
    return failure instanceof InvalidCallbackException e && e.reason() == Reason.STATE_UNKNOWN;
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void obtainingAGrantShouldNameTheCipherThatDoesNotSeal(Fault fault) {
    Node node = hasty(world.clientCredentials().build());
    world.cipher().sealing(fault);

    assertCipherIsNamed(() -> node.client().session().obtainToken());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void readingAGrantShouldNameTheCipherThatDoesNotOpen(Fault fault) {
    ClientRegistration registration = world.authorizationCode().build();
    var token = patient(registration).consent(world.server(), World.ALICE);
    Node cold = hasty(registration);
    world.cipher().opening(fault);

    assertCipherIsNamed(() -> cold.alice().token());

    world.cipher().comeBack();
    assertThat(patient(registration).alice().token()).isEqualTo(token);
  }
}
