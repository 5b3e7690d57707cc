// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rolling change of the redirect URI does not break logins that are under way. */
class RedirectUriChangeTest {

  private static final String BEFORE = "https://app.example/callback";
  private static final String AFTER = "https://app.example/welcome";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void loginShouldFinishWithTheRedirectUriThatItStartedWith() {
    Node before = world.node(world.authorizationCode().redirectUri(BEFORE).build());
    Node after = world.node(world.authorizationCode().redirectUri(AFTER).build());
    var browser = UserAgentBinding.random();
    URI start = before.client().startAuthorization(World.ALICE, browser).uri();
    var callback = AuthorizationCallback.parse(world.server().consent(start, "alice"));

    assertThat(after.client().finishAuthorization(callback, browser).token()).isNotNull();

    assertThat(world.server().token().requests())
        .singleElement()
        .satisfies(request -> assertThat(request.form().first("redirect_uri")).contains(BEFORE));
  }
}
