// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A store whose documents somebody has exchanged: what is read is what the test says. */
final class ShownRows implements TokenStore {

  private final TokenStore real;
  private volatile UnaryOperator<Envelope> shown = envelope -> envelope;
  private volatile Optional<GrantKey> written = Optional.empty();

  ShownRows(TokenStore real) {
    this.real = real;
  }

  void show(UnaryOperator<Envelope> instead) {
    shown = instead;
  }

  /** The record that was written last, as it is. */
  GrantRecord last() {
    return written.flatMap(key -> real.find(key).record()).orElseThrow(AssertionError::new);
  }

  private StoreAnswer changed(StoreAnswer answer) {
    return new StoreAnswer(answer.done(), answer.record().map(this::changed), answer.storeNow());
  }

  private GrantRecord changed(GrantRecord r) {
    return new GrantRecord(
        r.key(),
        r.grantId(),
        r.generation(),
        r.epoch(),
        r.state(),
        r.attempt(),
        r.lease(),
        r.notBefore(),
        r.errorCode(),
        r.envelope().map(shown),
        r.accessExpiresAt(),
        r.createdAt(),
        r.updatedAt());
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    return changed(real.find(key));
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return changed(real.lease(request));
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    written = Optional.of(request.key());
    return changed(real.commit(request));
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return changed(real.settle(request));
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    written = Optional.of(request.key());
    return changed(real.put(request));
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return changed(real.tombstone(request));
  }
}
