// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.refresh.SingleFlight;
import io.hexauth.core.internal.refresh.TokenReader;
import io.hexauth.core.internal.server.AuthorizationServer;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.core.internal.server.ServerLog;
import io.hexauth.core.internal.storage.PendingAuthorizations;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.grant.GrantRequest;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ConnectionStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be done with the grants of one registration. Whatever may block runs on
 * threads of ours; callers wait with a bound, and what they wait for does not end with them.
 */
public final class GrantEngine {

  private static final Logger LOG = LoggerFactory.getLogger(GrantEngine.class);

  private final ClientRegistration registration;
  private final AuthorizationServer server;
  private final TokenCells cells;
  private final SingleFlight flights;
  private final TokenReader reader;
  private final RejectedTokens rejected;
  private final GrantRequester requester;
  private final TokenHandover handover;
  private final GrantRevoker revoker;
  private final PendingAuthorizations pending;

  GrantEngine(
      ClientRegistration registration,
      AuthorizationServer server,
      TokenCells cells,
      SingleFlight flights,
      TokenReader reader,
      RejectedTokens rejected,
      GrantRequester requester,
      TokenHandover handover,
      GrantRevoker revoker,
      PendingAuthorizations pending) {
    this.registration = registration;
    this.server = server;
    this.cells = cells;
    this.flights = flights;
    this.reader = reader;
    this.rejected = rejected;
    this.requester = requester;
    this.handover = handover;
    this.revoker = revoker;
    this.pending = pending;
  }

  /** {@return what was registered} */
  public ClientRegistration registration() {
    return registration;
  }

  /** {@return its server} */
  public AuthorizationServer server() {
    return server;
  }

  /** {@return the authorizations that users have begun and not finished} */
  public PendingAuthorizations pending() {
    return pending;
  }

  /**
   * Refuses a principal that is over the limit.
   *
   * @throws IllegalArgumentException if it is
   */
  public void check(Principal principal) {
    cells.check(principal);
  }

  /**
   * {@return the place of this token in memory; makes no request}
   *
   * @throws IllegalArgumentException if the principal is over the limit
   */
  public TokenCell cell(Principal principal, AccessRequest access) {
    return cells.cell(principal, access);
  }

  /**
   * {@return the place of this principal's token in memory; makes no request}
   *
   * @throws IllegalStateException if every principal would get the client's own token
   */
  public TokenCell cellOf(Principal principal) {
    return cells.cellOf(principal);
  }

  /**
   * {@return the place of the token of a view; makes no request}
   *
   * @throws IllegalArgumentException if the user cannot have granted its resources
   */
  public TokenCell view(TokenCell of, AccessRequest access) {
    return cells.view(of, access);
  }

  /**
   * {@return the place of the token with all scopes of the grant; reads the store if memory does
   * not know the grant}
   */
  public TokenCell granted(TokenCell of) {
    return cells.granted(of.grant().principal(), document(of));
  }

  /**
   * {@return the scopes of the grant; none if there is no grant, or none that this version can
   * read}
   */
  public Scopes grantedScopes(Principal principal) {
    try {
      return document(cellOf(principal)).map(GrantDocument::granted).orElse(Scopes.none());
    } catch (UnreadableRecordException e) {
      return Scopes.none(); // a new consent replaces it
    }
  }

  private Optional<GrantDocument> document(TokenCell cell) {
    if (cell.grant().known().isEmpty()) {
      ConnectionStatus unused = flights.status(cell).get(); // memory knows the grant afterwards
    }
    return cell.grant().known().map(CachedGrant::document);
  }

  /**
   * A token that can be used now, where {@link TokenCell#snapshot()} was not fresh, or the wall
   * clock has not been looked at for a moment.
   */
  public Snapshot usable(TokenCell cell) {
    return reader.usable(cell);
  }

  /** As {@link #usable}, without waiting. */
  public CompletableFuture<Snapshot> usableAsync(TokenCell cell) {
    return reader.usableAsync(cell);
  }

  /** {@return what replaces tokens that an API has rejected} */
  public RejectedTokens rejected() {
    return rejected;
  }

  /**
   * {@return the token as it is known, expired or not; asks the store if memory has none that is
   * valid}
   */
  public Optional<OAuthToken> current(TokenCell cell) {
    return reader.current(cell).map(Snapshot::token);
  }

  /** {@return whether there is no token, or its expiry less the clock skew is over} */
  public boolean isTokenExpired(TokenCell cell) {
    return reader.isExpired(cell);
  }

  /** {@return whether the registration has grants of this principal} */
  public boolean knows(Principal principal) {
    return cells.knows(principal);
  }

  /**
   * Begins to look up the status of a grant.
   *
   * @return waits for it
   */
  public Supplier<ConnectionStatus> status(TokenCell cell) {
    return flights.status(cell);
  }

  /** A token newer than the current one. */
  public OAuthToken refresh(TokenCell cell) {
    return newerThan(cell, known(cell));
  }

  /** A token other than the one that an API rejected. */
  public OAuthToken refresh(TokenCell cell, OAuthToken rejected) {
    Optional<Snapshot> known = known(cell);
    return RejectedTokens.isOther(known.orElse(null), rejected)
        ? usable(cell).token()
        : newerThan(cell, known);
  }

  private Optional<Snapshot> known(TokenCell cell) {
    ProviderCall.refuseInside(cell.grant().key());
    Snapshot known = cell.snapshot();
    return known != null ? Optional.of(known) : flights.look(cell);
  }

  private OAuthToken newerThan(TokenCell cell, Optional<Snapshot> known) {
    TokenRequirement want =
        known
            .map(snapshot -> TokenRequirement.newerThan(cell.access(), snapshot.version()))
            .orElseGet(() -> TokenRequirement.usable(cell.access()));
    return flights.acquire(cell, want).token();
  }

  /**
   * Begins to refresh a grant that is due. A grant that is not in memory stays out of it.
   *
   * @param listed what was due, as the store has shown it
   * @return waits, and tells whether there is something newer now
   */
  public BooleanSupplier refreshDue(Principal principal, StoreReading listed) {
    ProviderCall.refuseInside(listed.record().orElseThrow().key());
    Supplier<Snapshot> begun = flights.begin(cells.visit(principal), registration.access(), listed);
    return () -> isRefreshed(begun);
  }

  private boolean isRefreshed(Supplier<Snapshot> begun) {
    try {
      Snapshot unused = begun.get();
      return true;
    } catch (OAuthException e) {
      LOG.debug(
          "Client registration '{}': a due grant was not refreshed. {}", id(), ServerLog.reason(e));
      return false;
    }
  }

  /** A new grant without the user, in place of whatever is stored. */
  public OAuthToken fetch(TokenCell cell) {
    return requester.fetch(cell);
  }

  /**
   * Exchanges a code: the new grant replaces whatever is stored.
   *
   * @param giveBack called if the server has certainly not processed the code, so that it can be
   *     tried again; by the calling thread if no thread takes the exchange
   */
  public OAuthToken exchange(
      TokenCell cell, GrantRequest.AuthorizationCodeGrant grant, Runnable giveBack) {
    return requester.exchange(cell, grant, giveBack);
  }

  /** Hands in a token, unless there is a grant. */
  public OAuthToken adopt(TokenCell cell, OAuthToken token) {
    return handover.adopt(cell, token).orElseGet(() -> usable(cell).token());
  }

  /** Hands in a token, whatever is stored. */
  public OAuthToken replace(TokenCell cell, OAuthToken token) {
    return handover.replace(cell, token);
  }

  /** Ends the grant here, then at the server. */
  public boolean revoke(TokenCell cell) {
    return revoker.revoke(cell.grant());
  }

  private ClientRegistrationId id() {
    return registration.id();
  }
}
