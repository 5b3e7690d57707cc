// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenReader;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.ForcedRefresh;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.RefreshSettings.Mode;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a token that an API has rejected before its expiry. If another token is known, that one
 * is used. Otherwise, the token is refreshed, within the limits of {@link ForcedRefresh}.
 */
public final class RejectedTokens {

  private final ClientRegistration registration;
  private final SingleFlight flights;
  private final TokenReader reader;
  private final RegistrationEvents events;
  private final OAuthClock clock;
  private final OncePerMinute minute;

  RejectedTokens(
      ClientRegistration registration,
      SingleFlight flights,
      TokenReader reader,
      RegistrationEvents events,
      OAuthClock clock) {
    this.registration = registration;
    this.flights = flights;
    this.reader = reader;
    this.events = events;
    this.clock = clock;
    this.minute = new OncePerMinute(clock);
  }

  /** {@return another token; empty if none may be obtained now} */
  public Optional<Snapshot> replace(TokenCell cell, Snapshot rejected) {
    if (isOther(cell.snapshot(), rejected.token())) {
      return Optional.of(reader.usable(cell));
    }
    return mayRefresh(cell, rejected)
        ? Optional.of(forced(cell, flights.acquire(cell, newerThan(cell, rejected))))
        : Optional.empty();
  }

  /** Replaces a token like {@link #replace}, without blocking. */
  public CompletableFuture<Optional<Snapshot>> replaceAsync(TokenCell cell, Snapshot rejected) {
    if (isOther(cell.snapshot(), rejected.token())) {
      return reader.usableAsync(cell).thenApply(Optional::of);
    }
    return mayRefresh(cell, rejected)
        ? flights
            .acquireAsync(cell, newerThan(cell, rejected))
            .thenApply(newer -> Optional.of(forced(cell, newer)))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  /** {@return true if the known token is not the rejected one} */
  static boolean isOther(@Nullable Snapshot known, OAuthToken rejected) {
    return known != null && !known.token().accessToken().equals(rejected.accessToken());
  }

  private static TokenRequirement newerThan(TokenCell cell, Snapshot rejected) {
    return TokenRequirement.newerThan(cell.access(), rejected.version());
  }

  private boolean mayRefresh(TokenCell cell, Snapshot rejected) {
    if (registration.refresh().mode() == Mode.MANUAL) {
      return false;
    }
    Optional<ForcedRefresh> last = cell.grant().forced();
    if (last.isEmpty() || !last.get().forbidsFor(rejected.version(), clock.nanoTime())) {
      return true;
    }
    rejectedAgain(cell);
    return false;
  }

  private Snapshot forced(TokenCell cell, Snapshot newer) {
    long now = clock.nanoTime();
    // The first one of the callers who waited for this refresh notes it.
    cell.grant()
        .forced(
            last ->
                last != null && last.last().equals(newer.version())
                    ? last
                    : ForcedRefresh.of(Optional.ofNullable(last), newer.version(), now));
    return newer;
  }

  /** Notes that an API has accepted a token. */
  public void accepted(TokenCell cell, Snapshot token) {
    Optional<ForcedRefresh> last = cell.grant().forced();
    if (last.isPresent()
        && last.get().isBehind(token.version())
        && !last.get().accepted().equals(last.get())) {
      cell.grant().forced(known -> known == null ? null : known.accepted());
    }
  }

  /** Notes that an API has rejected the token that replaced a rejected one. */
  public void rejectedAgain(TokenCell cell) {
    if (minute.isTime()) {
      events.report(cell.grant(), Kind.REFRESHED_TOKEN_REJECTED);
    }
  }
}
