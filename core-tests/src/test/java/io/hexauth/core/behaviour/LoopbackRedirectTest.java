// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.registration.ClientRegistration;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A native application that listens on a loopback port, which is known only when it starts. */
class LoopbackRedirectTest {

  private static final String REGISTERED = "http://127.0.0.1/callback";
  private static final String CHOSEN = "http://127.0.0.1:51004/callback";

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().redirectUri(REGISTERED).build());
  private final UserAgentBinding browser = UserAgentBinding.random();

  @AfterEach
  void close() {
    world.close();
  }

  private AuthorizationRedirect start(String redirectUri) {
    return node.client().startAuthorization(World.ALICE, browser, o -> o.redirectUri(redirectUri));
  }

  @Test
  void codeShouldBeExchangedWithTheRedirectUriThatWasSent() {
    URI sent = start(CHOSEN).uri();
    URI back = world.server().consent(sent, "alice");
    Node other = world.node(world.authorizationCode().redirectUri(REGISTERED).build());

    other.client().finishAuthorization(AuthorizationCallback.parse(back), browser);

    Form query = Form.decode(sent.getRawQuery());
    assertThat(query.first("redirect_uri")).contains(CHOSEN);
    assertThat(query.first("code_challenge")).as("PKCE").isPresent();
    assertThat(back.toString()).startsWith(CHOSEN + "?");
    assertThat(world.server().token().requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.form().first("redirect_uri")).isEqualTo(Optional.of(CHOSEN));
              assertThat(request.form().first("code_verifier")).isPresent();
            });
  }

  @Test
  void callbackShouldBeRefusedWhenItCameToAnotherPort() {
    URI back = world.server().consent(start(CHOSEN).uri(), "alice");
    String elsewhere = back.toString().replace("51004", "51005");

    assertThatExceptionOfType(InvalidCallbackException.class)
        .isThrownBy(
            () ->
                node.client().finishAuthorization(AuthorizationCallback.parse(elsewhere), browser))
        .matches(e -> e.reason() == Reason.OTHER_REGISTRATION);
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void anotherRedirectUriShouldBeRefusedAndNothingBePending() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start("http://127.0.0.1:51004/other"))
        .withMessageContaining("'acme'");
    assertThat(world.pending().lifetimes()).isEmpty();
  }

  /** At the same port, codes of one server could be accepted as codes of the other. */
  @Test
  void anyPortShouldBeRefusedWhenOnlyThePortTellsAnotherServerApart() {
    try (World evil = new World()) {
      ClientRegistration bad =
          evil.authorizationCode().id("bad").redirectUri("http://127.0.0.1:9000/callback").build();
      Node both =
          world.node(
              world.authorizationCode().redirectUri("http://127.0.0.1:8000/callback").build(),
              app -> app.registration(bad));

      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  both.client()
                      .startAuthorization(World.ALICE, browser, o -> o.redirectUri(CHOSEN)))
          .withMessageContainingAll("'acme'", "path");
      assertThat(
              both.client()
                  .startAuthorization(
                      World.ALICE, browser, o -> o.redirectUri("http://127.0.0.1:8000/callback")))
          .as("the registered one")
          .isNotNull();
    }
  }
}
