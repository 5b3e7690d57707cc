// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.cache.CachedGrant;
import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.cache.Snapshot;
import io.hexauth.core.internal.cache.TokenCell;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.ServerTokenSource;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.grant.TokenFailure;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.GrantedAccess.NotCovered;
import io.hexauth.domain.internal.lifecycle.OpenedGrant;
import io.hexauth.domain.internal.lifecycle.TokenRequirement;
import io.hexauth.domain.internal.refresh.GrantView;
import io.hexauth.domain.internal.refresh.Refresh;
import io.hexauth.domain.internal.refresh.RefreshStep;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.api.ConnectionStatus;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads one grant from memory and store, for one required token (rule R2). Not safe for use by
 * multiple threads.
 */
final class GrantReader {

  private final Refresh refresh;
  private final SealedTokenStore store;
  private final ServerTokenSource source;
  private final TokenMaterializer materializer;
  private final RegistrationEvents events;
  private final OAuthClock clock;
  private final TokenCell cell;
  private final GrantCell grant;
  private final TokenRequirement requirement;

  private Optional<Sighting> last = Optional.empty();

  GrantReader(
      Refresh refresh,
      SealedTokenStore store,
      ServerTokenSource source,
      TokenMaterializer materializer,
      RegistrationEvents events,
      OAuthClock clock,
      TokenCell cell,
      TokenRequirement requirement) {
    this.refresh = refresh;
    this.store = store;
    this.source = source;
    this.materializer = materializer;
    this.events = events;
    this.clock = clock;
    this.cell = cell;
    this.grant = cell.grant();
    this.requirement = requirement;
  }

  TokenCell cell() {
    return cell;
  }

  /** Returns the first step, which depends on the grant in memory. */
  RefreshStep first() {
    Optional<CachedGrant> known = grant.known();
    if (known.isEmpty()) {
      return new Look();
    }
    ClockReading now = known.get().moment().at(clock.nanoTime());
    GrantDocument document = known.get().document();
    return refresh.start(
        Optional.of(known.get().asRemembered(now)),
        isMet(known.get().version().grantId(), document, now),
        document.refreshToken().isPresent() && notCovered(document).isEmpty());
  }

  /**
   * Returns the first step after a listing of the store has returned the grant. The listed record
   * is used unless memory has a newer state.
   */
  RefreshStep first(StoreReading listed) {
    GrantRecord.Version version = listed.record().orElseThrow().version();
    boolean isBehind =
        grant.known().filter(known -> known.version().isNewerThan(version)).isPresent();
    return isBehind ? new Look() : refresh.seen(of(listed));
  }

  /** Reads the grant from the store. */
  GrantView look() {
    return of(readable(() -> store.find(grant)));
  }

  /** Evaluates an answer of the store. */
  GrantView of(StoreReading found) {
    noteRefusal(found);
    Optional<OpenedGrant> stored = opened(found);
    last = Optional.of(new Sighting(found, stored));
    stored
        .filter(s -> s.record().envelope().isPresent())
        .ifPresent(
            s ->
                grant.remember(
                    new CachedGrant(s.record().version(), s.document(), found.moment())));
    return view(found.moment(), stored, document -> document.refreshToken().isPresent());
  }

  private GrantView view(
      ClockReading moment, Optional<OpenedGrant> stored, Predicate<GrantDocument> refreshable) {
    return new GrantView(
        stored.map(OpenedGrant::record),
        stored.filter(s -> isMet(s.record().grantId(), s.document(), moment)).isPresent(),
        stored.map(OpenedGrant::document).filter(refreshable).isPresent(),
        stored.flatMap(s -> notCovered(s.document())).isEmpty(),
        grant.known().map(known -> known.asRemembered(moment)),
        moment.timeAt(clock.nanoTime()).earliest());
  }

  /**
   * {@return the status from memory; empty if the token there is so old that the store must be
   * read}
   */
  Optional<ConnectionStatus> remembered() {
    Snapshot token = cell.snapshot();
    return token == null || !token.isFresh(token.now(clock))
        ? Optional.empty()
        : grant
            .known()
            .filter(known -> known.version().grantId().equals(token.grantId()))
            .map(known -> connected(known.document(), known.moment().at(clock.nanoTime())));
  }

  /**
   * Returns the status from the last read. It is the result that a caller who needs a token would
   * get, except that an expired refresh token does not count.
   */
  ConnectionStatus status() {
    ClockReading moment = last.orElseThrow().reading().moment();
    Optional<OpenedGrant> stored =
        last.flatMap(Sighting::stored).filter(s -> isOfAGrant(s.record()));
    if (stored.isEmpty()) {
      return ConnectionStatus.absent();
    }
    return refresh
        .needsUser(view(moment, stored, document -> document.isRefreshable(moment.store())))
        .map(ConnectionStatus::consentNeeded)
        .orElseGet(() -> connected(stored.get().document(), moment));
  }

  /**
   * Returns true if the record belongs to a grant. A record without a token can exist before the
   * first token is stored.
   */
  private static boolean isOfAGrant(GrantRecord record) {
    return record.envelope().isPresent() || record.state() == GrantState.TOMBSTONE;
  }

  private ConnectionStatus connected(GrantDocument document, ClockReading moment) {
    boolean refreshable =
        refresh.rules().selfObtainable() || document.isRefreshable(moment.store());
    return materializer.connected(cell, document, moment.store()).withRefreshable(refreshable);
  }

  /** Returns the last answer of the store; empty before the first read. */
  Optional<StoreReading> reading() {
    return last.map(Sighting::reading);
  }

  /**
   * Notes that the server refuses the grant. Another node, or another view on this node, may have
   * stored this.
   */
  private void noteRefusal(StoreReading found) {
    found
        .record()
        .filter(record -> record.state() == GrantState.DEAD)
        .ifPresent(
            record -> {
              grant.grantRefused(record.version(), found.moment().nanoTime());
              cell.grantRefused(record.version(), found.moment().nanoTime());
            });
  }

  private Optional<OpenedGrant> opened(StoreReading found) {
    return readable(() -> store.open(grant, found));
  }

  /** {@return the record with its decrypted document} */
  OpenedGrant open(GrantRecord record) {
    return readable(() -> store.open(grant, record));
  }

  /**
   * Reports an unreadable record to operators. The record is not changed until an operator acts.
   */
  <T> T readable(Supplier<T> look) {
    try {
      return look.get();
    } catch (UnreadableRecordException e) {
      report(Kind.RECORD_UNREADABLE);
      throw e;
    }
  }

  /** Reports an incident to operators. */
  void report(Kind kind) {
    events.report(grant, kind);
  }

  private Optional<NotCovered> notCovered(GrantDocument document) {
    return source.coverage(cell.access(), document).fold(covered -> Optional.empty(), Optional::of);
  }

  /** {@return the failure that names the access that the grant did not include at the last read} */
  TokenFailure notGranted() {
    return last.flatMap(Sighting::stored)
        .flatMap(s -> notCovered(s.document()))
        .map(ServerTokenSource::notGranted)
        .orElseThrow();
  }

  private boolean isMet(GrantId grantId, GrantDocument document, ClockReading moment) {
    return cell.in(document)
        .filter(
            t ->
                requirement.isMetBy(
                    new GrantRecord.Version(grantId, t.generation()),
                    materializer.schedule(grant, t, moment.store())))
        .isPresent();
  }

  /** Returns the token of the last read, and puts it into memory. The token must be present. */
  Snapshot adopted() {
    return found().orElseThrow();
  }

  /**
   * Returns the token of the last read for this access, and puts it into memory; empty if there is
   * none.
   */
  Optional<Snapshot> found() {
    return last.flatMap(
        sighting ->
            sighting.stored().flatMap(stored -> learned(stored, sighting.reading().moment())));
  }

  private Optional<Snapshot> learned(OpenedGrant stored, ClockReading moment) {
    return cell.in(stored.document())
        .map(token -> materializer.learnFound(cell, stored, token, moment));
  }

  /**
   * Answer of the store with the decrypted document.
   *
   * @param reading the answer of the store
   * @param stored the record with its document; empty if there is none
   */
  private record Sighting(StoreReading reading, Optional<OpenedGrant> stored) {}
}
