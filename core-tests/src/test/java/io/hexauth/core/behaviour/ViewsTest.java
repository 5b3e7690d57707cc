// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.SizeLimits;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.events.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One service with many APIs: more views of one grant than memory keeps. */
class ViewsTest {

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node(OAuthClientConfig config) {
    return world.node(
        world.clientCredentials().build(),
        binder -> binder.config(config).eventListener(RecordedEvents.incidents(incidents::add)));
  }

  private static OAuthSession view(Node node, int api) {
    OAuthSession session = node.client().session();
    return session.withAccess(session.registration().access().withAudience("api-" + api));
  }

  /** A view that is removed from memory is removed from the store as well. */
  private static OAuthClientConfig config(int views) {
    return OAuthClientConfig.defaults()
        .withViewsPerGrant(views)
        .withSizeLimits(SizeLimits.defaults().withDocument(512 * 1024, 1));
  }

  @Test
  void viewThatIsUsedAllTheTimeShouldStayWhenOthersComeAndGo() {
    Node node = node(OAuthClientConfig.defaults());
    var used = view(node, 0).token();

    for (int api = 1; api <= 150; api++) {
      view(node, api).token();
      assertThat(view(node, 0).token()).isSameAs(used);
    }

    assertThat(world.tokenRequests()).isEqualTo(151);
  }

  @Test
  void everyViewShouldKeepItsTokenWhenThereIsRoomForAll() {
    Node node = node(config(200));

    for (int round = 0; round < 3; round++) {
      for (int api = 0; api < 200; api++) {
        view(node, api).token();
      }
    }

    assertThat(world.tokenRequests()).isEqualTo(200);
    assertThat(incidents).isEmpty();
  }

  @Test
  void leastRecentlyUsedViewShouldBeDroppedWhenThereIsNoRoom() {
    Node node = node(config(2));
    view(node, 1).token();
    view(node, 2).token();
    view(node, 1).token();

    view(node, 3).token();

    view(node, 1).token();
    assertThat(world.tokenRequests()).isEqualTo(3);
    view(node, 2).token();
    assertThat(world.tokenRequests()).isEqualTo(4);
  }

  @Test
  void registrationsOwnViewShouldNeverBeDropped() {
    Node node = node(config(1));
    var own = node.client().token();

    for (int api = 0; api < 5; api++) {
      view(node, api).token();
    }

    assertThat(node.client().token()).isSameAs(own);
  }

  @Test
  void goodTokenThatIsPushedOutShouldBeReportedOnceAMinute() {
    Node node = node(config(2));
    for (int api = 0; api < 10; api++) {
      view(node, api).token();
    }
    await().until(() -> incidents.size() == 1);
    assertThat(incidents.get(0).kind()).isEqualTo(Kind.VIEW_PUSHED_OUT);
    assertThat(incidents.get(0).principal().isSelf()).isTrue();

    world.clock().advance(Duration.ofMinutes(1));
    view(node, 10).token();

    await().until(() -> incidents.size() == 2);
  }

  @Test
  void goodTokenShouldBeReportedRightAfterAnExpiredOne() {
    Node node = node(config(2));
    view(node, 0).token();
    world.clock().advance(Duration.ofHours(2));
    for (int api = 1; api <= 3; api++) { // pushes out the expired view, then a valid one
      view(node, api).token();
    }

    await().until(() -> incidents.size() == 1);
  }

  @Test
  void expiredTokenThatIsPushedOutShouldNotBeReported() {
    Node node = node(config(2));
    view(node, 0).token();
    view(node, 1).token();
    world.clock().advance(Duration.ofHours(2));

    view(node, 2).token();
    node.close(); // waits until listeners have received the events

    assertThat(incidents).isEmpty();
  }
}
