// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Maintenance that can return an earlier listing again, like an answer that took long to arrive.
 * For one thread.
 */
final class ListedOnce implements TokenStoreMaintenance {

  private final TokenStoreMaintenance store;
  private final List<Batch> listed = new ArrayList<>();
  private Optional<Batch> late = Optional.empty();
  private Runnable onTheWay = () -> {};

  ListedOnce(TokenStoreMaintenance store) {
    this.store = store;
  }

  /** {@return the returned batches, oldest first} */
  List<Batch> listed() {
    return List.copyOf(listed);
  }

  /** Sets the next listing of due grants. */
  void listNext(Batch batch) {
    late = Optional.of(batch);
  }

  /** Runs an action between the read of the store and its answer. */
  void onTheWay(Runnable action) {
    onTheWay = action;
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    Batch batch = late.orElseGet(() -> store.due(within, from, limit));
    late = Optional.empty();
    listed.add(batch);
    onTheWay.run();
    return batch;
  }

  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    Batch batch = store.notSealedWith(keyId, from, limit);
    listed.add(batch);
    return batch;
  }

  @Override
  public Map<String, Long> rowsPerKey() {
    return store.rowsPerKey();
  }

  @Override
  public int purge(int limit) {
    return store.purge(limit);
  }
}
