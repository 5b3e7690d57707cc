// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.ports.api.OAuthSession;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Some servers replace the refresh token before they refuse a resource (RFC 8707 §2.2). */
class GrantedResourcesTest {

  private static final String ONE = "https://one.example/";
  private static final String TWO = "https://two.example/";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Node with(String... resources) {
    return world.node(world.authorizationCode().scopes("read").resources(resources).build());
  }

  private static OAuthSession view(OAuthSession session, String resource) {
    return session.withAccess(
        AccessRequest.of(Scopes.of("read")).withResource(URI.create(resource)));
  }

  private List<List<String>> refreshedFor() {
    return world.server().token().requests().stream()
        .filter(r -> r.form().first("grant_type").equals(Optional.of("refresh_token")))
        .map(r -> r.form().parameters().getOrDefault("resource", List.of()))
        .toList();
  }

  @Test
  void consentAndRefreshShouldAskForEachResourceOfTheRegistration() {
    Node node = with(ONE, TWO);
    node.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));

    node.alice().token();

    assertThat(node.client().registration().access().sortedResources()).containsExactly(ONE, TWO);
    assertThat(refreshedFor()).containsExactly(List.of(ONE, TWO));
  }

  @Test
  void viewShouldGetATokenForSomeOfTheResources() {
    Node node = with(ONE, TWO);
    node.consent(world.server(), World.ALICE);

    view(node.alice(), TWO).token();

    assertThat(refreshedFor()).containsExactly(List.of(TWO));
  }

  @Test
  void viewShouldBeRefusedWhenTheRegistrationDoesNotHaveItsResource() {
    Node node = with(ONE);
    node.consent(world.server(), World.ALICE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> view(node.alice(), TWO))
        .withMessageContaining("acme")
        .withMessageContaining("resources(…)")
        .withMessageContaining(TWO);
  }

  @Test
  void viewOfTheClientItselfShouldBeObtainedForAnyResource() {
    Node node = world.node(world.clientCredentials().resources(ONE).build());

    assertThat(view(node.client().session(), TWO).token()).isNotNull();

    assertThat(world.grantTypes()).containsExactly("client_credentials");
  }

  @Test
  void resourceThatTheRegistrationGotLaterShouldNotBeAskedForWithAnOlderGrant() {
    with(ONE).consent(world.server(), World.ALICE);
    Node later = with(ONE, TWO);
    world.clock().advance(Duration.ofHours(2));

    later.alice().token();

    assertThat(refreshedFor()).containsExactly(List.of(ONE));
    assertThatExceptionOfType(ReauthorizationRequiredException.class)
        .isThrownBy(() -> view(later.alice(), TWO).token())
        .withMessageContaining("missing resources: " + TWO)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_GRANTED));
    assertThat(refreshedFor()).as("nothing more was sent").hasSize(1);
  }
}
