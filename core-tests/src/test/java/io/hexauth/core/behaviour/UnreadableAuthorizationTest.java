// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callback at a node that does not have the key of its pending authorization. */
class UnreadableAuthorizationTest {

  private final World world = new World();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final Node here = world.node(registration);
  private final Node there = world.node(registration);
  private final UserAgentBinding browser = UserAgentBinding.random();

  /** Method to which the application passes the callback. */
  private enum Handler {
    OF_THE_CLIENT("acme") {
      @Override
      OAuthSession finish(Node node, AuthorizationCallback callback, UserAgentBinding browser) {
        return node.client().finishAuthorization(callback, browser);
      }
    },
    OF_ALL_CLIENTS("unknown") {
      @Override
      OAuthSession finish(Node node, AuthorizationCallback callback, UserAgentBinding browser) {
        return node.clients().finishAuthorization(callback, browser);
      }
    };

    private final String registration;

    Handler(String registration) {
      this.registration = registration;
    }

    abstract OAuthSession finish(
        Node node, AuthorizationCallback callback, UserAgentBinding browser);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private AuthorizationCallback callback() {
    var redirect = there.client().startAuthorization(World.ALICE, browser);
    return AuthorizationCallback.parse(world.server().consent(redirect.uri(), "alice"));
  }

  private void assertIsUnreadable(Handler handler, AuthorizationCallback callback) {
    var failure =
        catchThrowableOfType(
            UnreadableRecordException.class, () -> handler.finish(here, callback, browser));
    assertThat(failure)
        .hasMessageStartingWith("Client registration '" + handler.registration + "': ")
        .hasMessageContaining("the key is missing, or the record was tampered with")
        .hasMessageContaining("check the cipher keys");
    assertThat(failure.registration().value()).isEqualTo(handler.registration);
    assertThat(failure.keyId()).isEqualTo(world.cipher().keys().primary());
  }

  private void assertIsUnknown(Handler handler, Node node, AuthorizationCallback callback) {
    assertIsUnknown(handler, node, callback, browser);
  }

  private static void assertIsUnknown(
      Handler handler, Node node, AuthorizationCallback callback, UserAgentBinding browser) {
    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(() -> handler.finish(node, callback, browser))
        .matches(e -> e.reason() == Reason.STATE_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void callbackShouldBeFinishedOnceByANodeWithTheKey(Handler handler) {
    AuthorizationCallback callback = callback();
    world.cipher().loseKey();

    assertIsUnreadable(handler, callback);
    assertIsUnreadable(handler, callback);
    assertThat(world.tokenRequests()).isZero();

    world.cipher().findKey();
    assertThat(handler.finish(there, callback, browser).token()).isNotNull();
    assertIsUnknown(handler, there, callback);
    assertIsUnknown(handler, here, callback);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void callbackShouldBeUnknownToOthersWhileANodeWithoutTheKeyHasTaken(Handler handler) {
    AuthorizationCallback callback = callback();
    world.cipher().loseKey();
    List<Reason> others = new ArrayList<>();
    world
        .pending()
        .afterTake(
            () -> {
              assertIsUnknown(handler, there, callback);
              others.add(Reason.STATE_UNKNOWN);
            });

    assertIsUnreadable(handler, callback);

    assertThat(others).hasSize(1);
    assertThat(world.tokenRequests()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void callbackShouldNotBeFinishedAfterItsExpiryHoweverOftenItIsPutBack(Handler handler) {
    AuthorizationCallback callback = callback();
    world.cipher().loseKey();
    world.clock().advance(Duration.ofMinutes(9));
    assertIsUnreadable(handler, callback);
    world.clock().advance(Duration.ofMinutes(9));
    assertIsUnreadable(handler, callback);

    world.cipher().findKey();
    assertIsUnknown(handler, there, callback);
    assertThat(world.tokenRequests()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void callbackOfAnotherBrowserShouldStayUnknown(Handler handler) {
    AuthorizationCallback callback = callback();
    world.cipher().loseKey();

    assertIsUnknown(handler, here, callback, UserAgentBinding.random());

    assertThat(world.pending().lifetimes()).as("put at first").hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void operatorShouldBeToldOnceAMinute(Handler handler) {
    AuthorizationCallback callback = callback();
    world.cipher().loseKey();
    try (LogCapture log = LogCapture.start()) {
      assertIsUnreadable(handler, callback);
      assertIsUnreadable(handler, callback);
      assertThat(warnings(log)).hasSize(1);

      world.clock().advance(Duration.ofMinutes(1));
      assertIsUnreadable(handler, callback);
      assertThat(warnings(log))
          .hasSize(2)
          .allMatch(line -> line.contains("Client registration '" + handler.registration + "': "))
          .allMatch(line -> line.contains("key '" + world.cipher().keys().primary() + "'"));
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines().stream()
        .filter(line -> line.startsWith("WARN"))
        .filter(line -> line.contains("This node cannot read a pending authorization"))
        .toList();
  }
}
