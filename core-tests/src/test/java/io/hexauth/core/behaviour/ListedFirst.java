// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.core.internal.storage.StoredGrantCodec;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.TokenStoreMaintenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Maintenance that lists additional records of another application first. For one thread. */
final class ListedFirst implements TokenStoreMaintenance {

  private static final int ALL = 1_000;

  private final TokenStoreMaintenance store;
  private final List<Listed> first = new ArrayList<>();
  private List<Listed> all = List.of();
  private Runnable beforeTheStart = () -> {};
  private boolean twice;
  private int listed;

  ListedFirst(TokenStoreMaintenance store) {
    this.store = store;
  }

  void listFirst(int count, IntFunction<GrantRecord> record) {
    for (int i = 0; i < count; i++) {
      GrantRecord made = record.apply(i);
      first.add(new Listed(made.key(), StoredGrantCodec.encode(made, new Revision("1"))));
    }
  }

  /** Lists each record twice in a row. */
  void listTwice() {
    twice = true;
  }

  /** Runs an action before each listing that starts at the beginning. */
  void beforeTheStart(Runnable action) {
    beforeTheStart = action;
  }

  /** {@return the number of listed records} */
  int listed() {
    return listed;
  }

  @Override
  public Batch due(Duration within, Optional<String> from, int limit) {
    return batch(() -> store.due(within, Optional.empty(), ALL), from, limit);
  }

  @Override
  public Batch notSealedWith(String keyId, Optional<String> from, int limit) {
    return batch(() -> store.notSealedWith(keyId, Optional.empty(), ALL), from, limit);
  }

  /** A listing is created at its first batch, so later changes do not move its records. */
  private Batch batch(Supplier<Batch> stored, Optional<String> from, int limit) {
    if (from.isEmpty()) {
      beforeTheStart.run();
    }
    Batch listedNow = stored.get();
    if (from.isEmpty()) {
      List<Listed> once = new ArrayList<>(first);
      once.addAll(listedNow.records());
      all = once.stream().flatMap(r -> Collections.nCopies(twice ? 2 : 1, r).stream()).toList();
    }
    int start = Math.min(all.size(), from.map(Integer::valueOf).orElse(0));
    int end = Math.min(all.size(), start + limit);
    listed += end - start;
    return new Batch(
        all.subList(start, end),
        end < all.size() ? Optional.of("" + end) : Optional.empty(),
        listedNow.storeNow());
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
