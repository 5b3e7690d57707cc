// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.testkit.server.Issuing;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An answer to a refresh need not contain an ID token; the ID token of the login is kept (OpenID
 * Connect Core §12.2).
 */
class IdTokenTest {

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().scopes("openid", "read").build());

  @AfterEach
  void close() {
    world.close();
  }

  private void consent(String idToken) {
    world.server().issue(i -> i.withMember("id_token", "\"" + idToken + "\""));
    node.consent(world.server(), World.ALICE);
    world.server().issue(i -> Issuing.defaults());
  }

  @Test
  void idTokenOfTheLoginShouldStayWhenRefreshesBringNone() {
    consent("a.login.b");
    for (int i = 0; i < 3; i++) {
      world.clock().advance(Duration.ofHours(2));
      assertThat(node.alice().token().idToken()).contains(new IdToken("a.login.b"));
    }
    Node other = world.node(node.client().registration());
    assertThat(other.alice().token().idToken()).contains(new IdToken("a.login.b"));
  }

  @Test
  void idTokenShouldComeThroughAViewThatOutlivesTheLoginsToken() {
    consent("a.login.b");
    world.clock().advance(Duration.ofHours(2));

    var view = node.alice().withAccess(AccessRequest.of(Scopes.of("read")));

    assertThat(view.token().idToken()).contains(new IdToken("a.login.b"));
    assertThat(node.alice().token().idToken()).contains(new IdToken("a.login.b"));
  }

  @Test
  void newerIdTokenShouldReplaceTheOneOfTheLogin() {
    consent("a.login.b");
    world.server().issue(i -> i.withMember("id_token", "\"a.newer.b\""));
    node.alice().refresh();
    world.server().issue(i -> Issuing.defaults());

    assertThat(node.alice().refresh().idToken()).contains(new IdToken("a.newer.b"));
  }

  @Test
  void idTokenOfAnEarlierLoginShouldNotStay() {
    consent("a.login.b");

    node.consent(world.server(), World.ALICE);

    assertThat(node.alice().token().idToken()).isEmpty();
    assertThat(node.alice().refresh().idToken()).isEmpty();
  }
}
