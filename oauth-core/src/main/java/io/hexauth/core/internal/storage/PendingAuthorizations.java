// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.json.PendingAuthorizationCodec;
import io.hexauth.core.internal.memory.Evicting;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Incident.Kind;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pending authorizations of one registration, which are encrypted and can be taken once. Store and
 * cipher are called on threads of Hexauth; callers wait at most for the caller timeout.
 */
public final class PendingAuthorizations {

  private static final Logger LOG = LoggerFactory.getLogger(PendingAuthorizations.class);
  private static final String PURPOSE = "hexauth/pending/v1";

  private final ClientRegistrationId registration;
  private final PendingAuthorizationStore store;
  private final GrantSealer sealer;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final OAuthClientConfig config;
  private final Guard guard;
  private final EventDispatcher events;
  private final OncePerMinute evictions;
  private final OncePerMinute unreadable;

  /** Creates the component for one registration. */
  PendingAuthorizations(
      ClientRegistrationId registration,
      PendingAuthorizationStore store,
      GrantSealer sealer,
      Tasks tasks,
      Guard guard,
      EventDispatcher events,
      OAuthClock clock,
      OAuthClientConfig config) {
    this.registration = registration;
    this.store = store;
    this.sealer = sealer;
    this.tasks = tasks;
    this.events = events;
    this.clock = clock;
    this.config = config;
    this.guard = guard;
    this.evictions = new OncePerMinute(clock);
    this.unreadable = new OncePerMinute(clock);
  }

  /**
   * Stores a pending authorization until it expires.
   *
   * @return false if another one with this state is pending, or if it has expired
   * @throws OAuthException if the store or the cipher does not answer
   */
  public boolean put(State state, PendingAuthorization pending) {
    return tasks.await(registration, tasks.start(registration, () -> stored(state, pending)));
  }

  /** Stores like {@link #put}, on the calling thread and without an exception. */
  public void giveBack(State state, PendingAuthorization pending) {
    quietly(() -> stored(state, pending));
  }

  /**
   * Stores an authorization that was taken, like {@link #put}. If no other thread is available, the
   * calling thread stores it.
   *
   * @throws OAuthException if the store or the cipher does not answer, or if no other thread is
   *     available
   */
  public void putBack(State state, PendingAuthorization pending) {
    ClientRegistrationId its = pending.registration();
    tasks.await(
        its, tasks.start(its, () -> stored(state, pending), () -> giveBack(state, pending)));
  }

  private boolean stored(State state, PendingAuthorization pending) {
    Duration left = Duration.between(clock.instant(), pending.expiresAt());
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    Guard own = guardOf(pending);
    GrantKey key = key(state, pending.userAgentHash());
    byte[] plain = PendingAuthorizationCodec.encode(pending);
    Envelope envelope =
        own.cipher(
            () -> sealer.sealFor(PURPOSE, key.value(), PendingAuthorizationCodec.FORMAT, plain));
    long before = evicted();
    boolean stored = own.store("put", () -> store.put(key, envelope, left));
    if (evicted() != before) {
      reportEviction(pending);
    }
    return stored;
  }

  /**
   * Returns the guard of the authorization's registration. It may differ from that of this object,
   * which can be for all registrations.
   */
  private Guard guardOf(PendingAuthorization pending) {
    ClientRegistrationId its = pending.registration();
    return its.equals(registration) ? guard : new Guard(events.of(its));
  }

  private long evicted() {
    return store instanceof Evicting evicting ? evicting.evicted() : 0;
  }

  /**
   * Reports the eviction of authorizations, with a pause between incidents, so that a flood of
   * authorizations does not cause a flood of incidents.
   */
  private void reportEviction(PendingAuthorization pending) {
    if (evictions.isTime()) {
      events
          .of(pending.registration())
          .report(pending.principal(), Kind.PENDING_AUTHORIZATIONS_EVICTED);
    }
  }

  /**
   * Takes a pending authorization. If this node cannot read it, or not in time, it is stored again,
   * so that the user can repeat the same callback, possibly at another node.
   *
   * @param state the state
   * @param userAgentHash the hash of the user agent that sent the callback
   * @return the authorization; empty if none is pending with this state and user agent
   * @throws OAuthException if the store or the cipher does not answer, or if this node cannot read
   *     the authorization
   */
  public Optional<PendingAuthorization> take(State state, String userAgentHash) {
    var taking = new Taking(key(state, userAgentHash));
    try {
      return tasks
          .await(registration, tasks.start(registration, taking::run))
          .filter(pending -> clock.instant().isBefore(pending.expiresAt()));
    } catch (OAuthException e) {
      taking.abandon();
      throw e;
    }
  }

  private void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "Client registration '{}': a pending authorization could not be restored after a failed"
              + " callback ({}); the user must start again",
          registration,
          e.getClass().getSimpleName());
    }
  }

  private GrantKey key(State state, String userAgentHash) {
    return GrantKey.ofPending(config.namespace(), state, userAgentHash);
  }

  /** Authorization that has been taken from the store for a caller who may stop waiting. */
  private final class Taking {

    private final GrantKey key;
    private final AtomicReference<@Nullable Envelope> unopened = new AtomicReference<>();
    private volatile boolean abandoned;

    Taking(GrantKey key) {
      this.key = key;
    }

    Optional<PendingAuthorization> run() {
      long begun = clock.nanoTime();
      Optional<Envelope> taken = guard.store("take", () -> store.take(key));
      long took = clock.nanoTime() - begun;
      taken.ifPresent(unopened::set);
      if (abandoned) {
        putBack();
        return Optional.empty();
      }
      return taken.map(this::opened).map(pending -> told(pending, took));
    }

    /** Reports the call to listeners, now that the registration is known. */
    private PendingAuthorization told(PendingAuthorization pending, long took) {
      if (!guard.isTold()) {
        guardOf(pending).tell("take", "done", clock.nanoTime() - took);
      }
      return pending;
    }

    private PendingAuthorization opened(Envelope envelope) {
      try {
        return decoded(envelope);
      } catch (UnreadableRecordException e) {
        putBack();
        if (unreadable.isTime()) {
          LOG.warn(
              "This node cannot read a pending authorization, and puts it back: {}",
              e.getMessage());
        }
        throw e;
      } catch (OAuthException e) {
        putBack();
        throw e;
      }
    }

    private PendingAuthorization decoded(Envelope envelope) {
      if (!PendingAuthorizationCodec.isReadable(envelope.format())) {
        throw sealer.unreadable(envelope, "this version does not know the format");
      }
      return guard
          .cipher(() -> sealer.openFor(PURPOSE, key.value(), envelope))
          .map(PendingAuthorizationCodec::decode)
          .orElseThrow(() -> sealer.unreadable(envelope, GrantSealer.NOT_OPENED))
          .orElseThrow(
              () ->
                  sealer.unreadable(
                      envelope, "its content is damaged, or only a later version can use it"));
    }

    /** Stores the authorization again, because the caller has stopped waiting. */
    void abandon() {
      abandoned = true;
      if (unopened.get() != null) {
        CompletableFuture<?> unused =
            tasks.start(
                registration,
                () -> {
                  putBack();
                  return true;
                },
                this::putBack);
      }
    }

    /**
     * Stores the authorization again. The store may keep it too long, because its expiry is also
     * part of the encrypted content.
     */
    private void putBack() {
      Envelope envelope = unopened.getAndSet(null);
      if (envelope != null) {
        quietly(() -> guard.store("put", () -> store.put(key, envelope, config.pendingLifetime())));
      }
    }
  }
}
