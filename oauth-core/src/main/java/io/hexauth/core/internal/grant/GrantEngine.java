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
 * Operations on the grants of one registration. Operations that may block run on threads of
 * Hexauth. A caller waits for a limited time, and the operation continues if the caller stops
 * waiting.
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

  /** {@return the registration} */
  public ClientRegistration registration() {
    return registration;
  }

  /** {@return the authorization server of the registration} */
  public AuthorizationServer server() {
    return server;
  }

  /** {@return the pending authorizations of the registration} */
  public PendingAuthorizations pending() {
    return pending;
  }

  /**
   * Checks the size of a principal.
   *
   * @throws IllegalArgumentException if the principal is too large
   */
  public void check(Principal principal) {
    cells.check(principal);
  }

  /**
   * {@return the cache entry of a token; sends no request}
   *
   * @throws IllegalArgumentException if the principal is too large
   */
  public TokenCell cell(Principal principal, AccessRequest access) {
    return cells.cell(principal, access);
  }

  /**
   * {@return the cache entry of this principal's token; sends no request}
   *
   * @throws IllegalStateException if all principals would get the token of the client itself
   */
  public TokenCell cellOf(Principal principal) {
    return cells.cellOf(principal);
  }

  /**
   * {@return the cache entry of the token of a view; sends no request}
   *
   * @throws IllegalArgumentException if the user cannot have granted the resources
   */
  public TokenCell view(TokenCell of, AccessRequest access) {
    return cells.view(of, access);
  }

  /**
   * {@return the cache entry of the token with all scopes of the grant} If a user grants access,
   * and the grant is not in memory, the store is read.
   */
  public TokenCell granted(TokenCell of) {
    return cells.granted(of.grant().principal(), () -> document(of));
  }

  /**
   * {@return the scopes of the grant; none if there is no grant, or if this version cannot read it}
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
      ConnectionStatus unused = flights.status(cell).get(); // afterwards, the grant is in memory
    }
    return cell.grant().known().map(CachedGrant::document);
  }

  /**
   * Returns a token that can be used now. Called if {@link TokenCell#snapshot()} is not fresh, or
   * if the wall clock must be read again.
   */
  public Snapshot usable(TokenCell cell) {
    return reader.usable(cell);
  }

  /** Returns a token like {@link #usable}, without blocking. */
  public CompletableFuture<Snapshot> usableAsync(TokenCell cell) {
    return reader.usableAsync(cell);
  }

  /** {@return the component that replaces tokens that an API has rejected} */
  public RejectedTokens rejected() {
    return rejected;
  }

  /**
   * {@return the current token, even if it has expired; reads the store if memory has no valid
   * token}
   */
  public Optional<OAuthToken> current(TokenCell cell) {
    return reader.current(cell).map(Snapshot::token);
  }

  /**
   * {@return true if there is no token, or if it has expired or will expire within the clock skew}
   */
  public boolean isTokenExpired(TokenCell cell) {
    return reader.isExpired(cell);
  }

  /** {@return true if the registration can have a grant of this principal} */
  public boolean knows(Principal principal) {
    return cells.knows(principal);
  }

  /**
   * Starts to read the status of a grant.
   *
   * @return a supplier that waits for the status
   */
  public Supplier<ConnectionStatus> status(TokenCell cell) {
    return flights.status(cell);
  }

  /** Returns a token that is newer than the current one. */
  public OAuthToken refresh(TokenCell cell) {
    return newerThan(cell, known(cell));
  }

  /** Returns a token other than the one that the API rejected. */
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
    TokenRequirement requirement =
        known
            .map(snapshot -> TokenRequirement.newerThan(cell.access(), snapshot.version()))
            .orElseGet(() -> TokenRequirement.usable(cell.access()));
    return flights.acquire(cell, requirement).token();
  }

  /**
   * Starts to refresh a due grant. If the grant is not in memory, it is not loaded into memory.
   *
   * @param principal the owner of the grant
   * @param listed the record in the listing of the store
   * @return a supplier that waits for the refresh, and returns true if there is a newer token
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

  /** Obtains a new grant without the user. It replaces any stored grant. */
  public OAuthToken fetch(TokenCell cell) {
    return requester.fetch(cell);
  }

  /**
   * Exchanges an authorization code. The new grant replaces any stored grant.
   *
   * @param cell the cache entry of the token
   * @param grant the authorization code
   * @param giveBack an action that makes the code usable again; called if the server has certainly
   *     not processed the code. If the pool accepts no task, the calling thread runs it
   * @return the token
   */
  public OAuthToken exchange(
      TokenCell cell, GrantRequest.AuthorizationCodeGrant grant, Runnable giveBack) {
    return requester.exchange(cell, grant, giveBack);
  }

  /** Imports a token, unless there is a grant. */
  public OAuthToken adopt(TokenCell cell, OAuthToken token) {
    return handover.adopt(cell, token).orElseGet(() -> usable(cell).token());
  }

  /** Imports a token. It replaces any stored grant. */
  public OAuthToken replace(TokenCell cell, OAuthToken token) {
    return handover.replace(cell, token);
  }

  /** Ends the grant in the store, then at the server. */
  public boolean revoke(TokenCell cell) {
    return revoker.revoke(cell.grant());
  }

  private ClientRegistrationId id() {
    return registration.id();
  }
}
