// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.lifecycle.NextStep.Stored;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.StoreAnswer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes new tokens durable before anybody hears of them, and the best of it where the store has
 * gone meanwhile.
 */
final class Commits {

  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private final ClientRegistrationId registration;
  private final Ledger ledger;
  private final Memory memory;
  private final Revocation revocation;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final Chance chance;

  Commits(
      ClientRegistrationId registration,
      Ledger ledger,
      Memory memory,
      Revocation revocation,
      Tasks tasks,
      OAuthClock clock,
      OAuthClientConfig config,
      Chance chance) {
    this.registration = registration;
    this.ledger = ledger;
    this.memory = memory;
    this.revocation = revocation;
    this.tasks = tasks;
    this.clock = clock;
    this.config = config;
    this.chance = chance;
  }

  /**
   * Stores a token and makes it known. Where the store does not answer, the token is served from
   * memory and the commit is retried: the degraded mode.
   *
   * @return empty if the record has moved on, and what is stored now counts
   */
  Optional<Snapshot> commit(Minted minted) {
    try {
      return store(minted);
    } catch (ServiceUnavailableException storeDown) {
      LOG.warn(
          "Client registration '{}': a new token could not be stored; it is served from memory and the commit is retried",
          registration);
      tasks.background(registration, () -> retry(minted));
      return Optional.of(memory.learnUnstored(minted));
    }
  }

  private Optional<Snapshot> store(Minted minted) {
    GrantRecord.Version presented = minted.presented();
    var next = new GrantRecord.Version(presented.grantId(), presented.generation() + 1);
    minted.cell().grant().storing(next);
    try {
      return stored(minted);
    } finally {
      minted.cell().grant().notStoring(next);
    }
  }

  private Optional<Snapshot> stored(Minted minted) {
    long asked = clock.nanoTime();
    StoreAnswer written =
        ledger.commit(
            minted.cell().grant(), minted.presented(), minted.document(), minted.started());
    if (written.done()) {
      var stored = new Stored(written.record().orElseThrow(), minted.document());
      return Optional.of(
          memory.learnStored(
              minted.cell(), stored, minted.token(), written.storeNow(), asked, minted.origin()));
    }
    if (written.record().filter(r -> r.state() == GrantState.TOMBSTONE).isPresent()) {
      // Revoked while we asked: what we got must not live on unseen.
      revocation.quietly(minted.document());
    }
    return Optional.empty();
  }

  /**
   * The server has rotated and the store has not heard: nobody but us can mend that, until others
   * may present again.
   */
  private void retry(Minted minted) {
    long start = clock.nanoTime();
    do {
      chance.pause();
      try {
        store(minted);
        return;
      } catch (ServiceUnavailableException stillDown) {
        LOG.debug("Client registration '{}': the store is still down", registration);
      }
    } while (!tasks.isClosed()
        && clock.nanoTime() - start < config.lease().plus(config.hold()).toNanos());
    LOG.error(
        "Client registration '{}': a new token could not be stored in time; if the server rotates refresh tokens,"
            + " this grant is lost when this process ends",
        registration);
  }
}
