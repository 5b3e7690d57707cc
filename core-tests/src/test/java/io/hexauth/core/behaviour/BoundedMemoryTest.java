// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More users than fit into the memory. */
class BoundedMemoryTest {

  private static final int CACHED = 16;
  private static final int PASSERS_BY = 4_000;

  private final World world = new World();

  @AfterEach
  void close() {
    world.store().comeBack();
    world.close();
  }

  @DisplayName("R2: memory is bounded, and what is stored nowhere else is not thrown out of it")
  @Test
  void usersWhoAreForgottenShouldNotTakeATokenWithThemThatIsNotStored() {
    OAuthClientConfig config = OAuthClientConfig.defaults();
    Node node =
        world.node(
            world.authorizationCode().build(),
            binder -> binder.config(config.withLimits(config.concurrentRequests(), CACHED)));
    node.consent(world.server(), World.ALICE);
    world.store().refuseCommits();
    OAuthToken renewed = node.alice().refresh();

    List<WeakReference<Principal>> known = new ArrayList<>();
    for (int i = 0; i < PASSERS_BY; i++) {
      Principal user = Principal.of("passer-by-" + i);
      known.add(new WeakReference<>(user));
      assertThat(node.client().session(user).current()).isEmpty();
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(known).filteredOn(user -> user.get() != null).hasSizeLessThan(4 * CACHED);
            });
    assertThat(node.alice().token()).isEqualTo(renewed);
    world.store().comeBack();
    await().atMost(Duration.ofSeconds(20)).until(() -> node.events().size() == 2);
    Node other = world.node(world.authorizationCode().build());
    assertThat(other.alice().token().accessToken()).isEqualTo(renewed.accessToken());
    assertThat(world.server().ledger().mostPresentations()).isEqualTo(1);
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
  }
}
