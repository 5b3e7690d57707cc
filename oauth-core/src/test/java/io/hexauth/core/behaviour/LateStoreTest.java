// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.Incident;
import io.hexauth.testkit.log.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that is slow, and writes and answers that come late; lease and hold as by default. */
class LateStoreTest {

  private final World world = new World();
  private final List<Incident> incidents = new CopyOnWriteArrayList<>();
  private final Node here = node();
  private final Node there = node();

  @AfterEach
  void close() {
    world.close();
  }

  private Node node() {
    return world.node(
        world.authorizationCode().build(), app -> app.incidentListener(incidents::add));
  }

  private int refreshes() {
    return world.server().ledger().tokenRequests("refresh_token");
  }

  @Test
  void refreshShouldSucceedOnAStoreThatTakesASecondAndAHalfForEachStep() {
    OAuthToken first = here.consent(world.server(), World.ALICE);
    world.clock().advance(Duration.ofHours(2));
    world.store().beforeStep(() -> world.clock().advance(Duration.ofMillis(1_500)));

    OAuthToken second = here.alice().token();

    assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
    assertThat(refreshes()).isEqualTo(1);
    assertThat(world.store().record().version())
        .isEqualTo(new GrantRecord.Version(world.store().record().grantId(), 2));
    assertThat(there.alice().token().accessToken()).isEqualTo(second.accessToken());
  }

  @Test
  void aLeaseThatArrivesLateShouldKeepNobodyAway() {
    here.consent(world.server(), World.ALICE);
    there.alice().token();
    world.clock().advance(Duration.ofHours(2));
    world.store().holdBackTheLease();
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> here.alice().token());

    world.clock().advance(Duration.ofSeconds(6));
    boolean granted = world.store().deliverTheLease();
    world.store().comeBack();

    assertThat(granted).isFalse();
    assertThat(world.store().record().state()).isEqualTo(GrantState.IDLE);
    assertThat(world.store().record().attempt()).isZero();
    assertThat(there.alice().token()).isNotNull();
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void aCommitWhoseAnswerIsLostShouldNotBeAnIncidentWhenAnotherNodeHasGoneOn() {
    here.consent(world.server(), World.ALICE);
    there.alice().token();
    world.clock().advance(Duration.ofHours(2));
    AtomicReference<OAuthToken> later = new AtomicReference<>();
    world
        .store()
        .afterCommit(
            () -> {
              world.store().afterCommit(() -> {});
              there.alice().token(); // what was just committed
              later.set(there.alice().refreshToken());
              throw new IllegalStateException("The answer was lost");
            });

    try (LogCapture log = LogCapture.start()) {
      OAuthToken served = here.alice().token();

      assertThat(served.accessToken()).isEqualTo(later.get().accessToken());
      assertThat(log.lines()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }
    assertThat(world.store().record().generation()).isEqualTo(3);
    assertThat(world.server().ledger().revocations()).isZero();
    assertThat(world.server().ledger().familiesRevokedForReuse()).isZero();
    assertThat(incidents).isEmpty();
  }
}
