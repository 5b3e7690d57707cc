// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.GrantIncidents;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenReader;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.lifecycle.TokenRequirement;
import io.hexauth.domain.refresh.ForcedRefresh;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.ports.spi.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds another token in place of one that an API has rejected before its time: the one that is
 * known by now, else one that is refreshed, within the limits of {@link ForcedRefresh}.
 */
public final class RejectedTokens {

  private static final Logger LOG = LoggerFactory.getLogger(RejectedTokens.class);

  private final ClientRegistration registration;
  private final SingleFlight flights;
  private final TokenReader reader;
  private final GrantIncidents incidents;
  private final OAuthClock clock;
  private final OncePerMinute minute;

  RejectedTokens(
      ClientRegistration registration,
      SingleFlight flights,
      TokenReader reader,
      GrantIncidents incidents,
      OAuthClock clock) {
    this.registration = registration;
    this.flights = flights;
    this.reader = reader;
    this.incidents = incidents;
    this.clock = clock;
    this.minute = new OncePerMinute(clock);
  }

  /** {@return another token; empty if none may be obtained for this reason now} */
  public Optional<Snapshot> replace(TokenCell cell, Snapshot rejected) {
    if (isOther(cell.snapshot(), rejected)) {
      return Optional.of(reader.usable(cell));
    }
    return mayRefresh(cell.grant(), rejected)
        ? Optional.of(forced(cell, flights.acquire(cell, newerThan(cell, rejected))))
        : Optional.empty();
  }

  /** As {@link #replace}, without waiting. */
  public CompletableFuture<Optional<Snapshot>> replaceAsync(TokenCell cell, Snapshot rejected) {
    if (isOther(cell.snapshot(), rejected)) {
      return reader.usableAsync(cell).thenApply(Optional::of);
    }
    return mayRefresh(cell.grant(), rejected)
        ? flights
            .acquireAsync(cell, newerThan(cell, rejected))
            .thenApply(newer -> Optional.of(forced(cell, newer)))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static boolean isOther(@Nullable Snapshot known, Snapshot rejected) {
    return known != null && !known.token().accessToken().equals(rejected.token().accessToken());
  }

  private static TokenRequirement newerThan(TokenCell cell, Snapshot rejected) {
    return TokenRequirement.newerThan(cell.access(), rejected.version());
  }

  private boolean mayRefresh(GrantCell grant, Snapshot rejected) {
    if (registration.refresh().mode() == Mode.MANUAL) {
      return false;
    }
    Optional<ForcedRefresh> last = grant.forced();
    if (last.isEmpty() || !last.get().forbidsFor(rejected.version(), clock.nanoTime())) {
      LOG.debug(
          "Client registration '{}': an API rejected a token of generation {} before its expiry; the grant is refreshed",
          registration.id(),
          rejected.generation());
      return true;
    }
    if (minute.isTime()) {
      incidents.report(grant, Kind.REFRESHED_TOKEN_REJECTED);
    }
    return false;
  }

  private Snapshot forced(TokenCell cell, Snapshot newer) {
    GrantCell grant = cell.grant();
    Optional<ForcedRefresh> last = grant.forced();
    // Of the callers that have waited for it, the first notes it.
    if (last.filter(l -> l.produced().equals(newer.version())).isEmpty()) {
      grant.forced(ForcedRefresh.of(last, newer.version(), clock.nanoTime()));
    }
    return newer;
  }

  /** An API has taken this token. */
  public void accepted(TokenCell cell, Snapshot token) {
    Optional<ForcedRefresh> last = cell.grant().forced();
    if (last.isPresent() && last.get().isBehind(token.version())) {
      cell.grant().forced(last.get().accepted());
    }
  }
}
