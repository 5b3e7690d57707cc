// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.engine.Obtained.Failed;
import io.hexauth.core.internal.engine.Obtained.Got;
import io.hexauth.domain.error.OAuthError;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.NextStep;
import io.hexauth.domain.lifecycle.NextStep.Stored;
import io.hexauth.domain.lifecycle.Settlement;
import io.hexauth.domain.lifecycle.Want;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Gets one token, whatever it takes: look, adopt or lease, present, commit or settle. It carries
 * out what the domain decides and decides nothing about records itself. One thread, one grant; the
 * lease keeps other nodes away.
 */
final class Acquisition {

  /** How long a refusal that concerns one access request only is remembered. */
  private static final long REFUSAL_REMEMBERED = Duration.ofSeconds(10).toNanos();

  private final ClientRegistrationId registration;
  private final Ledger ledger;
  private final TokenSource source;
  private final Optional<ProvidedToken> provided;
  private final Memory memory;
  private final Commits commits;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final Chance chance;

  Acquisition(
      ClientRegistrationId registration,
      Ledger ledger,
      TokenSource source,
      Optional<ProvidedToken> provided,
      Memory memory,
      Commits commits,
      Tasks tasks,
      OAuthClock clock,
      OAuthClientConfig config,
      Chance chance) {
    this.registration = registration;
    this.ledger = ledger;
    this.source = source;
    this.provided = provided;
    this.memory = memory;
    this.commits = commits;
    this.tasks = tasks;
    this.clock = clock;
    this.config = config;
    this.chance = chance;
  }

  /**
   * @throws OAuthException if there is no way to a token, or not in time
   */
  Snapshot run(TokenCell cell, Want want) {
    Optional<OAuthException> refused = cell.refusal(clock.nanoTime());
    if (refused.isPresent()) {
      throw refused.get();
    }
    cell.grant().turn().lock();
    try {
      long start = clock.nanoTime();
      while (clock.nanoTime() - start < config.callerTimeout().toNanos()) {
        if (tasks.isClosed()) { // What is under way goes on, but no new lease is taken.
          throw tasks.closed(registration);
        }
        Optional<Snapshot> result = step(cell, want);
        if (result.isPresent()) {
          return result.get();
        }
      }
      throw unavailable("another node holds the lease of this grant", Optional.empty());
    } finally {
      cell.grant().turn().unlock();
    }
  }

  /** One look at the record and what follows from it; empty if it is worth another look. */
  private Optional<Snapshot> step(TokenCell cell, Want want) {
    long asked = clock.nanoTime();
    StoreAnswer answer = ledger.find(cell.grant());
    Optional<Stored> stored = ledger.open(cell.grant(), answer);
    NextStep next =
        NextStep.of(
            stored,
            want,
            isMet(cell, want, stored, answer.storeNow()),
            source.isSelfObtainable() || provided.isPresent(),
            config.hold(),
            answer.storeNow());
    if (next instanceof NextStep.Adopt adopt) {
      return Optional.of(
          memory.learnFound(cell, stored.orElseThrow(), adopt.token(), answer.storeNow(), asked));
    }
    if (next instanceof NextStep.TakeLease lease) {
      return lease(cell, Optional.of(lease.version()), Optional.empty());
    }
    if (next instanceof NextStep.CreateWithLease) {
      return lease(cell, Optional.empty(), Optional.of(chance.grantId(clock.instant())));
    }
    if (next instanceof NextStep.Await) {
      chance.pause();
      return Optional.empty();
    }
    if (next instanceof NextStep.BackOff backOff) {
      throw backOff(backOff);
    }
    var needUser = (NextStep.NeedUser) next;
    if (needUser.reason() == ReauthorizationRequiredException.Reason.REVOKED) {
      cell.revoked(clock.nanoTime());
    }
    throw new ReauthorizationRequiredException(
        registration, needUser.reason(), needUser.errorCode());
  }

  private boolean isMet(TokenCell cell, Want want, Optional<Stored> stored, Instant storeNow) {
    return stored.filter(s -> isMet(cell, want, s, storeNow)).isPresent();
  }

  private boolean isMet(TokenCell cell, Want want, Stored stored, Instant storeNow) {
    GrantId grantId = stored.record().grantId();
    return stored
        .document()
        .token(want.access())
        .filter(
            t ->
                want.isMetBy(
                    new GrantRecord.Version(grantId, t.generation()),
                    memory.schedule(cell.grant(), t, storeNow)))
        .isPresent();
  }

  private Optional<Snapshot> lease(
      TokenCell cell, Optional<GrantRecord.Version> expected, Optional<GrantId> createdAs) {
    long sent = clock.nanoTime();
    StoreAnswer leased = ledger.lease(cell.grant(), expected, createdAs);
    if (!leased.done()) {
      chance.pause();
      return Optional.empty();
    }
    return present(cell, ledger.open(cell.grant(), leased).orElseThrow(), leased.storeNow(), sent);
  }

  private Optional<Snapshot> present(
      TokenCell cell, Stored leased, Instant storeNow, long leaseSent) {
    if (!mayPresent(leaseSent)) {
      ledger.settle(cell.grant(), leased.record(), Settlement.notSent(Duration.ZERO));
      return Optional.empty();
    }
    Obtained obtained = obtain(cell, leased, storeNow, leaseSent);
    if (obtained instanceof Failed failed) {
      cell.grant().failed();
      if (failed.concernsAccessOnly()) {
        cell.refuse(failed.failure(), clock.nanoTime() + REFUSAL_REMEMBERED);
      }
      if (isSettled(cell, leased, failed)) {
        throw failed.failure();
      }
      return Optional.empty();
    }
    cell.grant().succeeded();
    return commit(cell, leased, (Got) obtained, storeNow, leaseSent);
  }

  /**
   * Not settled: somebody committed meanwhile, and what failed here says nothing about that
   * credential.
   */
  private boolean isSettled(TokenCell cell, Stored leased, Failed failed) {
    try {
      return ledger.settle(cell.grant(), leased.record(), failed.settlement());
    } catch (ServiceUnavailableException storeDown) {
      // The lease ends by itself; callers need to hear of the first failure, not of this one.
      return true;
    }
  }

  /** Whether a request would end well inside the lease: asked again just before it is sent. */
  private boolean mayPresent(long leaseSent) {
    Duration spent = Duration.ofNanos(clock.nanoTime() - leaseSent);
    return config.lease().minus(spent).compareTo(config.requestDeadline()) > 0;
  }

  private Obtained obtain(TokenCell cell, Stored leased, Instant storeNow, long leaseSent) {
    int failures = Math.max(leased.record().attempt() - 1, cell.grant().failures());
    GrantDocument document = leased.document();
    if (provided.isEmpty()) {
      return source.next(
          cell.grant(), cell.access(), leased, failures, () -> mayPresent(leaseSent));
    }
    Optional<OAuthToken> last =
        document
            .token(cell.access())
            .map(t -> memory.token(document, t, storeNow))
            // A store forgets what has expired and cannot be renewed.
            .or(() -> Optional.ofNullable(cell.snapshot()).map(Snapshot::token));
    return provided.get().next(cell.grant(), cell.access(), leased, last, failures);
  }

  private Optional<Snapshot> commit(
      TokenCell cell, Stored leased, Got got, Instant storeNow, long leaseSent) {
    GrantRecord record = leased.record();
    GrantDocument last =
        got.renewed() ? leased.document() : leased.document().withoutRefreshToken();
    Optional<Snapshot> stored =
        commits.commit(
            new Minted(
                cell,
                record.version(),
                last.with(cell.access(), got.granted(), record.generation() + 1, storeNow),
                origin(cell, leased, got.granted()),
                storeNow,
                leaseSent));
    if (stored.isPresent() && got.failure().isPresent()) {
      throw got.failure().get();
    }
    return stored;
  }

  private TokenEvent.Origin origin(TokenCell cell, Stored leased, Granted granted) {
    boolean same =
        leased
            .document()
            .token(cell.access())
            .filter(t -> t.accessToken().equals(granted.accessToken()))
            .isPresent();
    return same && provided.isPresent() ? TokenEvent.Origin.ADOPTED : TokenEvent.Origin.UPDATED;
  }

  private OAuthException backOff(NextStep.BackOff backOff) {
    return backOff
        .errorCode()
        .<OAuthException>map(
            code -> new TokenRequestRejectedException(registration, 0, OAuthError.of(code)))
        .orElseGet(() -> unavailable("it failed a moment ago", Optional.of(backOff.delay())));
  }

  private ServiceUnavailableException unavailable(String problem, Optional<Duration> retryAfter) {
    return new ServiceUnavailableException(
        registration, Service.AUTHORIZATION_SERVER, problem, true, retryAfter, null);
  }
}
