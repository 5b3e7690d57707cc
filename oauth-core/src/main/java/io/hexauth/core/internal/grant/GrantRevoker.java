// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.grant;

import io.hexauth.core.internal.cache.GrantCell;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.core.internal.server.ProviderCall;
import io.hexauth.core.internal.server.Revocation;
import io.hexauth.core.internal.storage.SealedTokenStore;
import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.OAuthClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Ends a grant in the store, so that no node uses it, then in memory, then at the server. */
final class GrantRevoker {

  private final ClientRegistrationId registration;
  private final SealedTokenStore store;
  private final Revocation revocation;
  private final Tasks tasks;
  private final RegistrationEvents events;
  private final OAuthClock clock;

  GrantRevoker(
      SealedTokenStore store,
      Revocation revocation,
      Tasks tasks,
      RegistrationEvents events,
      OAuthClock clock) {
    this.registration = events.registration();
    this.store = store;
    this.revocation = revocation;
    this.tasks = tasks;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Ends the grant on a thread of Hexauth, and waits for the server, at most for the caller
   * timeout.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is awaited too
  boolean revoke(GrantCell grant) {
    ProviderCall.refuseInside(grant.key());
    CompletableFuture<CompletableFuture<Boolean>> ended =
        tasks.start(registration, () -> end(grant));
    return tasks.await(registration, ended.thenCompose(Function.identity()));
  }

  /**
   * Ends the grant in the store and in memory, and starts to revoke its tokens at the server.
   *
   * @return true if the server confirmed; false if there was no token, or no revocation endpoint
   */
  private CompletableFuture<Boolean> end(GrantCell grant) {
    StoreReading found = store.find(grant);
    while (found.record().filter(r -> r.state() != GrantState.TOMBSTONE).isPresent()) {
      GrantRecord record = found.record().orElseThrow();
      Supplier<GrantDocument> document = opened(grant, record);
      StoreReading ended = tombstone(grant, found, record, document);
      grant.forget(clock.nanoTime());
      if (ended.done()) {
        events.revoked(grant, record.version());
        return revocation.start(document).exceptionally(GrantRevoker::endedHere);
      }
      found = ended;
    }
    grant.forget(clock.nanoTime());
    return CompletableFuture.completedFuture(false);
  }

  /**
   * Throws a failure as not retryable. Another attempt would find the tombstone, and no token to
   * revoke.
   */
  private static Boolean endedHere(Throwable failure) {
    if (failure instanceof ServiceUnavailableException e && e.isRetryable()) {
      throw e.notRetryable("the grant has ended in the store, but perhaps not at the server");
    }
    throw failure instanceof RuntimeException e ? e : new CompletionException(failure);
  }

  /**
   * Returns the tokens of the grant, which must be decrypted before the tombstone replaces them. A
   * grant that this node cannot read must end too; the caller gets the exception afterwards.
   */
  private Supplier<GrantDocument> opened(GrantCell grant, GrantRecord record) {
    try {
      GrantDocument document = store.open(grant, record).document();
      return () -> document;
    } catch (UnreadableRecordException e) {
      return () -> {
        throw e;
      };
    }
  }

  /**
   * Writes the tombstone. If the outcome is unknown, the tokens are revoked at the server all the
   * same: if the store has the tombstone, no node has the tokens any more.
   */
  private StoreReading tombstone(
      GrantCell grant, StoreReading found, GrantRecord record, Supplier<GrantDocument> document) {
    try {
      return store.tombstone(grant, Optional.of(found), record.version());
    } catch (ServiceUnavailableException unknown) {
      grant.forget(clock.nanoTime());
      revocation.quietly(document);
      throw unknown;
    }
  }
}
