// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.token.OAuthToken;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine that sleeps: the wall clock advances, the monotonic clock does not. */
class SleepingMachineTest {

  /** Shortest time between two reads of the wall clock on the hot path. */
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final World world = new World();
  private final Node node = world.node(world.clientCredentials().build());

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tokenShouldNotBeHandedOutWhenItExpiredWhileTheMachineSlept() {
    OAuthToken before = node.client().token();
    assertThat(node.client().token()).isEqualTo(before);
    world.clock().jump(Duration.ofHours(2));
    world.clock().advance(MOMENT);

    assertThat(node.client().token()).isNotEqualTo(before);
    assertThat(world.tokenRequests()).isEqualTo(2);
  }

  @Test
  void tokenShouldBeCountedAsExpiredWhenItExpiredWhileTheMachineSlept() {
    node.client().token();
    assertThat(node.client().session().isTokenExpired()).isFalse();
    world.clock().jump(Duration.ofHours(2));

    assertThat(node.client().session().isTokenExpired()).isTrue();
  }

  @Test
  void tokenShouldStayGoodWhenItHasNotExpiredWhileTheMachineSlept() {
    OAuthToken before = node.client().token();
    world.clock().jump(Duration.ofMinutes(20));
    world.clock().advance(MOMENT);

    assertThat(node.client().token().accessToken()).isEqualTo(before.accessToken());
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  @Test
  void wallClockThatIsSetBackShouldChangeNothing() {
    OAuthToken before = node.client().token();
    world.clock().jump(Duration.ofHours(-5));
    assertThat(node.client().token()).isEqualTo(before);
    world.clock().advance(Duration.ofHours(2));

    assertThat(node.client().token()).isNotEqualTo(before);
  }
}
