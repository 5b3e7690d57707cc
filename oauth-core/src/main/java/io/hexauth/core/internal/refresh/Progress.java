// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.refresh;

import io.hexauth.core.internal.storage.StoreReading;
import io.hexauth.core.internal.time.ClockReading;
import io.hexauth.core.internal.time.Stopwatch;
import io.hexauth.domain.internal.refresh.SealedCredential;
import java.util.Optional;
import java.util.function.Function;

/**
 * State of a run that obtains a new token. Each state contains the results of all steps before it.
 * A step that needs a later state throws an exception.
 */
sealed interface Progress {

  /**
   * {@return the last answer of the store in this run; empty if a separate read has returned a
   * later one}
   */
  default Optional<StoreReading> shown() {
    return Optional.empty();
  }

  /** {@return the lease} */
  default UnderLease underLease() {
    throw new IllegalStateException("A refresh token must not be presented without a lease");
  }

  /** {@return the first request with the refresh token under this lease} */
  default Presented presented() {
    throw new IllegalStateException("No refresh token was presented under this lease");
  }

  /** {@return the new token} */
  default Issued issued() {
    throw new IllegalStateException("A token cannot be stored before it is issued");
  }

  /** {@return the new token, encrypted once for all attempts to store it} */
  default Sealed sealed(Function<Issued, SealedCredential> seal) {
    return new Sealed(issued(), seal.apply(issued()));
  }

  /** {@return the answer of the store to the new token} */
  default Committed committed() {
    throw new IllegalStateException("A token must not be announced before it is stored");
  }

  /** Initial state, and the state after a run has ended without a token. */
  record BeforeLease() implements Progress {}

  /**
   * Request for a lease.
   *
   * @param attempt the identifier of the request, and of the commit that may follow
   * @param since a time before the request
   */
  record LeaseAsked(String attempt, Stopwatch since) {}

  /**
   * State of a run that holds the lease.
   *
   * @param asked the request for the lease
   * @param reading the leased record
   */
  record UnderLease(LeaseAsked asked, StoreReading reading) implements Progress {

    /** {@return the earliest possible time of the store's clock when it gave the lease} */
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
   * State of a run that has sent a request, or was about to send one.
   *
   * @param lease the lease
   * @param since a time before the first request
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
   * State of a run that has obtained a new token.
   *
   * @param lease the lease under which it was obtained
   * @param grant the grant with the token
   */
  record Issued(UnderLease lease, IssuedGrant grant) implements Progress {

    @Override
    public Issued issued() {
      return this;
    }
  }

  /**
   * State of a run whose new token has been encrypted for the store.
   *
   * @param issued the new token
   * @param credential the encrypted grant, with the same bytes for each attempt to store it
   */
  record Sealed(Issued issued, SealedCredential credential) implements Progress {

    @Override
    public Sealed sealed(Function<Issued, SealedCredential> seal) {
      return this;
    }
  }

  /**
   * State of a run whose new token the store has answered.
   *
   * @param sealed the encrypted token
   * @param answer the state of the store
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
