// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.events.GrantIncidents;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.refresh.EndCases;
import io.hexauth.domain.refresh.RefreshStep.BackOff;
import io.hexauth.domain.refresh.RefreshStep.End;
import io.hexauth.domain.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.time.Duration;
import java.util.Optional;

/** Turns the end of a run into what callers get. */
final class RefreshResults {

  private final ClientRegistrationId registration;
  private final IssuedGrants issued;
  private final LateCommits lateCommits;
  private final GrantIncidents incidents;
  private final OAuthClock clock;

  RefreshResults(
      ClientRegistrationId registration,
      IssuedGrants issued,
      LateCommits lateCommits,
      GrantIncidents incidents,
      OAuthClock clock) {
    this.registration = registration;
    this.issued = issued;
    this.lateCommits = lateCommits;
    this.incidents = incidents;
    this.clock = clock;
  }

  /**
   * {@return the token}
   *
   * @throws OAuthException if there is none
   */
  Snapshot of(RefreshRun run, End end) {
    return end.fold(new Cases(run));
  }

  /** {@return the failure of callers for whom there is no time left} */
  ServiceUnavailableException late() {
    return unavailable("another node holds the lease of this grant", Optional.empty());
  }

  private ServiceUnavailableException unavailable(String problem, Optional<Duration> retryAfter) {
    return new ServiceUnavailableException(
        registration, Service.AUTHORIZATION_SERVER, problem, true, retryAfter, null);
  }

  /** One result for each end. */
  private final class Cases implements EndCases<Snapshot> {

    private final RefreshRun run;

    private Cases(RefreshRun run) {
      this.run = run;
    }

    @Override
    public Snapshot adopt() {
      return run.reader().adopted();
    }

    @Override
    public Snapshot stored() {
      return issued.stored(run);
    }

    @Override
    public Snapshot serveUnstored(ServeUnstored end) {
      incidents.report(run.cell().grant(), Kind.SERVED_UNSTORED);
      lateCommits.later(run, end.commit());
      return issued.unstored(run);
    }

    @Override
    public Snapshot revokeMinted() {
      issued.revoke(run);
      return needUser(new NeedUser(Reason.REVOKED, Optional.empty(), true));
    }

    @Override
    public Snapshot giveUp() {
      throw run.failure();
    }

    @Override
    public Snapshot storeGone() {
      throw run.failure();
    }

    @Override
    public Snapshot backOff(BackOff end) {
      throw end.errorCode()
          .<OAuthException>map(
              code ->
                  TokenRequestRejectedException.remembered(
                      registration, OAuthError.of(code), end.delay()))
          .orElseGet(
              () ->
                  unavailable(
                      "a request failed or got no answer, nothing is sent for a while",
                      Optional.of(end.delay())));
    }

    @Override
    public Snapshot needUser(NeedUser end) {
      if (end.needsUser(Reason.NOT_GRANTED)) {
        throw run.reader().notGranted();
      }
      if (end.forget()) {
        run.cell().revoked(clock.nanoTime());
      }
      // The store keeps the code alone; where this run heard the server, callers get all of it.
      throw run.refusal()
          .filter(error -> end.errorCode().equals(Optional.of(error.code())))
          .map(error -> new ReauthorizationRequiredException(registration, end.reason(), error))
          .orElseGet(
              () ->
                  new ReauthorizationRequiredException(
                      registration, end.reason(), end.errorCode()));
    }
  }
}
