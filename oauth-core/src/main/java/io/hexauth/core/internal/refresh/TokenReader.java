// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.server.ServerLog;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Returns tokens of one registration from memory. If memory has no valid token, it has the store
 * read or the token refreshed.
 */
public final class TokenReader {

  private static final Logger LOG = LoggerFactory.getLogger(TokenReader.class);

  /** Pause after a failed background refresh, in which the token in memory is used. */
  private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

  private final ClientRegistration registration;
  private final SingleFlight flights;
  private final OAuthClock clock;
  private final TokenExceptions exceptions;
  private final OncePerMinute minute;

  /** Creates the reader of one registration. */
  TokenReader(ClientRegistration registration, SingleFlight flights, OAuthClock clock) {
    this.registration = registration;
    this.flights = flights;
    this.clock = clock;
    this.exceptions = new TokenExceptions(registration.id());
    this.minute = new OncePerMinute(clock);
  }

  /**
   * Returns a token that can be used now. Called if {@link TokenCell#snapshot()} is not fresh, or
   * if the wall clock must be read again.
   */
  public Snapshot usable(TokenCell cell) {
    Snapshot known = inMemory(cell);
    if (known != null) {
      return known;
    }
    if (isManual()) {
      return stored(cell, flights.look(cell));
    }
    cell.grant().used(cell);
    return flights.acquire(cell, TokenRequirement.usable(cell.access()));
  }

  /**
   * Returns a token like {@link #usable}, without blocking. If memory has the token, the future is
   * already complete.
   */
  public CompletableFuture<Snapshot> usableAsync(TokenCell cell) {
    Snapshot known = inMemory(cell);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    if (isManual()) {
      return flights.lookAsync(cell).thenApply(found -> stored(cell, found));
    }
    cell.grant().used(cell);
    return flights.acquireAsync(cell, TokenRequirement.usable(cell.access()));
  }

  private @Nullable Snapshot inMemory(TokenCell cell) {
    Snapshot known = cell.snapshot();
    if (known == null) {
      return null;
    }
    long now = known.now(clock);
    if (known.isFresh(now)) {
      return known;
    }
    if (known.isExpired(now)) {
      return null;
    }
    inBackground(cell, known, now);
    return known;
  }

  /** Returns the stored token, which is the only one in manual mode. */
  private Snapshot stored(TokenCell cell, Optional<Snapshot> found) {
    Snapshot stored = found.orElseThrow(() -> nothingStored(cell));
    if (stored.isExpired(stored.now(clock))) {
      throw exceptions.expired();
    }
    return stored;
  }

  /**
   * Returns the exception for a missing token. If there is a grant with a refresh token, the
   * application can call {@code refresh()}.
   */
  private OAuthException nothingStored(TokenCell cell) {
    boolean refreshable =
        cell.grant().known().filter(k -> k.document().refreshToken().isPresent()).isPresent();
    return refreshable ? exceptions.expired() : exceptions.noGrant();
  }

  /**
   * Refreshes a token in the background. A failure has no effect on callers and only delays the
   * next attempt. Operators get a log line at most once a minute.
   */
  private void inBackground(TokenCell cell, Snapshot known, long now) {
    cell.grant().used(cell);
    cell.leaveAlone(known, now, PAUSE_AFTER_FAILURE);
    if (known.isDue(now) && !isManual()) {
      log("refresh", flights.start(cell, TokenRequirement.fresh(cell.access())));
    } else {
      log("look-up", flights.startLook(cell));
    }
  }

  private void log(String what, CompletableFuture<?> background) {
    CompletableFuture<?> unused =
        background.whenComplete(
            (result, failure) -> {
              if (failure != null) {
                LOG.atLevel(minute.isTime() ? Level.WARN : Level.DEBUG)
                    .log(
                        "Client registration '{}': a background {} failed; the token in memory is"
                            + " still used. {}",
                        id(),
                        what,
                        ServerLog.reason(failure));
              }
            });
  }

  /**
   * {@return the current token, even if it has expired; reads the store if memory has no valid
   * token}
   */
  public Optional<Snapshot> current(TokenCell cell) {
    Snapshot known = cell.snapshot();
    if (known == null) {
      return flights.look(cell);
    }
    long now = known.now(clock);
    if (known.isExpired(now)) {
      return lookedAgain(cell, known);
    }
    if (!known.isFresh(now)) {
      cell.leaveAlone(known, now, PAUSE_AFTER_FAILURE);
      log("look-up", flights.startLook(cell));
    }
    return Optional.of(known);
  }

  /**
   * {@return true if there is no token, or if it has expired or will expire within the clock skew}
   */
  public boolean isExpired(TokenCell cell) {
    return current(cell).map(s -> s.isExpired(s.now(clock))).orElse(true);
  }

  /**
   * Reads the store again, because another node may have refreshed the token. If the store does not
   * answer, the token in memory is returned.
   */
  private Optional<Snapshot> lookedAgain(TokenCell cell, Snapshot known) {
    try {
      // If the store has no record, the grant was revoked some time ago, or its record has expired.
      return flights.look(cell).or(() -> Optional.ofNullable(cell.snapshot()));
    } catch (ServiceUnavailableException e) {
      return Optional.of(known);
    }
  }

  private boolean isManual() {
    return registration.refresh().mode() == Mode.MANUAL;
  }

  private ClientRegistrationId id() {
    return registration.id();
  }
}
