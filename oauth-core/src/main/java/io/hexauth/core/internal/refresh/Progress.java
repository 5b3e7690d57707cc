// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.internal.refresh.SealedCredential;
import java.util.Optional;
import java.util.function.Function;

/**
 * Progress of a run on the way to a new credential. A state is made from the one before it, so it
 * has all that the steps before have brought; a step that needs more than that is refused.
 */
sealed interface Progress {

  /** {@return what the store has shown on this way; empty if a look has shown more} */
  default Optional<StoreReading> shown() {
    return Optional.empty();
  }

  /** {@return the lease} */
  default UnderLease underLease() {
    throw new IllegalStateException("A refresh token must not be presented without a lease");
  }

  /** {@return the first presentation under this lease} */
  default Presented presented() {
    throw new IllegalStateException("No refresh token was presented under this lease");
  }

  /** {@return the new credential} */
  default Issued issued() {
    throw new IllegalStateException("A token cannot be stored before it is issued");
  }

  /** {@return the new credential, sealed once for all tries to store it} */
  default Sealed sealed(Function<Issued, SealedCredential> seal) {
    return new Sealed(issued(), seal.apply(issued()));
  }

  /** {@return the store's answer to the new credential} */
  default Committed committed() {
    throw new IllegalStateException("A token must not be announced before it is stored");
  }

  /** Nothing has begun, or what had begun has ended. */
  record BeforeLease() implements Progress {}

  /**
   * A request for the lease.
   *
   * @param attempt names the request, and the commit that may follow
   * @param since a moment before
   */
  record LeaseAsked(String attempt, Stopwatch since) {}

  /**
   * The run holds the lease.
   *
   * @param asked how it was asked for
   * @param reading the leased record
   */
  record UnderLease(LeaseAsked asked, StoreReading reading) implements Progress {

    /** {@return the store's clock when the lease was given, as early as it can have been} */
    ClockReading moment() {
      return reading.moment().earliest();
    }

    @Override
    public Optional<StoreReading> shown() {
      return Optional.of(reading);
    }

    @Override
    public UnderLease underLease() {
      return this;
    }
  }

  /**
   * A request has left, or was about to.
   *
   * @param lease under which
   * @param since a moment before the first request
   */
  record Presented(UnderLease lease, Stopwatch since) implements Progress {

    @Override
    public Optional<StoreReading> shown() {
      return lease.shown();
    }

    @Override
    public UnderLease underLease() {
      return lease;
    }

    @Override
    public Presented presented() {
      return this;
    }
  }

  /**
   * There is a new credential.
   *
   * @param lease under which it was obtained
   * @param grant to be stored
   */
  record Issued(UnderLease lease, IssuedGrant grant) implements Progress {

    @Override
    public Issued issued() {
      return this;
    }
  }

  /**
   * The new credential is ready for the store.
   *
   * @param issued the credential
   * @param credential the same bytes for each try, whichever of them arrives
   */
  record Sealed(Issued issued, SealedCredential credential) implements Progress {

    @Override
    public Sealed sealed(Function<Issued, SealedCredential> seal) {
      return this;
    }
  }

  /**
   * The store has answered.
   *
   * @param sealed what was to be stored
   * @param answer what the store has now
   */
  record Committed(Sealed sealed, StoreReading answer) implements Progress {

    @Override
    public Optional<StoreReading> shown() {
      return Optional.of(answer);
    }

    @Override
    public Issued issued() {
      return sealed.issued();
    }

    @Override
    public Sealed sealed(Function<Issued, SealedCredential> seal) {
      return sealed;
    }

    @Override
    public Committed committed() {
      return this;
    }
  }
}
