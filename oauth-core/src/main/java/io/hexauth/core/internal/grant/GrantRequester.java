// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.core.internal.server.ServerTokenSource;
import io.hexauth.core.internal.server.TokenExceptions;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.grant.GrantRequest.AuthorizationCodeGrant;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.TokenResult;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;

/** Obtains new grants of one registration, which replace any stored grant. */
final class GrantRequester {

  private final ClientRegistrationId registration;
  private final ServerTokenSource source;
  private final GrantInstaller installer;
  private final ConsentInstaller consents;
  private final SingleFlight flights;
  private final Tasks visitors;
  private final OAuthClock clock;
  private final TokenExceptions exceptions;

  GrantRequester(
      ClientRegistrationId registration,
      ServerTokenSource source,
      GrantInstaller installer,
      ConsentInstaller consents,
      SingleFlight flights,
      Tasks visitors,
      OAuthClock clock) {
    this.registration = registration;
    this.source = source;
    this.installer = installer;
    this.consents = consents;
    this.flights = flights;
    this.visitors = visitors;
    this.clock = clock;
    this.exceptions = new TokenExceptions(registration);
  }

  /** Obtains a new grant without the user. */
  OAuthToken fetch(TokenCell cell) {
    if (!source.isSelfObtainable()) {
      throw new IllegalStateException(
          "Client registration '"
              + registration
              + "': only the user can grant access; send the user to the URL of"
              + " startAuthorization(…)");
    }
    return flights.fetch(cell, () -> fetched(cell)).token();
  }

  private Snapshot fetched(TokenCell cell) {
    long sent = clock.nanoTime();
    TokenResult result = source.obtain(cell.grant(), cell.access());
    Snapshot snapshot = install(cell, result, sent);
    GrantedToken unused = exceptions.orThrow(result.covering(cell::missing));
    return snapshot;
  }

  /**
   * Exchanges an authorization code.
   *
   * @param cell the cache entry of the token
   * @param grant the authorization code
   * @param giveBack an action that makes the code usable again; called if the server has certainly
   *     not processed the code. If the pool accepts no task, the calling thread runs it
   * @return the token
   */
  OAuthToken exchange(TokenCell cell, AuthorizationCodeGrant grant, Runnable giveBack) {
    ProviderCall.refuseInside(cell.grant().key());
    var exchange = visitors.start(registration, () -> exchanged(cell, grant, giveBack), giveBack);
    return visitors.await(registration, exchange).token();
  }

  private Snapshot exchanged(TokenCell cell, AuthorizationCodeGrant grant, Runnable giveBack) {
    StoreReading shown;
    try {
      shown = installer.look(cell);
    } catch (OAuthException e) { // the code can still be exchanged
      giveBack.run();
      throw e;
    }
    long sent = clock.nanoTime();
    TokenResult result = source.exchange(cell.grant(), grant);
    if (result.isUnprocessed()) {
      giveBack.run();
    }
    return consents.install(cell, shown, exceptions.orThrow(result), sent);
  }

  private Snapshot install(TokenCell cell, TokenResult result, long sent) {
    // Before a write: after a failure, the stored grant must remain.
    GrantedToken granted = exceptions.orThrow(result);
    return installer.install(cell, granted, sent, TokenEvent.Cause.GRANTED);
  }
}
