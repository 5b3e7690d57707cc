// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.domain.lifecycle.GrantKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store of a fleet, with operations that Hexauth does not use. */
public interface SharedStore extends AutoCloseable {

  /** Product of the store. */
  enum Kind {
    REDIS,
    POSTGRES
  }

  Kind kind();

  /** {@return the address of the store; nodes connect through a proxy} */
  InetSocketAddress address();

  /** {@return the settings for a node that connects through this port} */
  Map<String, String> nodeProperties(int proxyPort);

  /** {@return the stored record; empty if there is none} */
  Optional<StoredGrant> find(GrantKey key);

  /** Moves the end of a record's lease, with the effect of a clock that was set back. */
  void prolongLease(GrantKey key, Duration by);

  /** {@return a copy of the record, which can be restored later} */
  Backup backup(GrantKey key);

  /** Copy of a record. */
  @FunctionalInterface
  interface Backup {
    /** Replaces the current record by the copy. */
    void restore();
  }

  /** Deletes all data, and records this. */
  void loseEverything();

  /** Stops the store like a power failure, and starts it again with the acknowledged data. */
  void crashAndRestart();

  /** Makes the store read-only. */
  void refuseWrites();

  /** Reverses {@link #refuseWrites()}. */
  void acceptWrites();

  /**
   * {@return the answer to an operator's command}
   *
   * @throws UnsupportedOperationException if the store is not Redis
   */
  default String command(String... words) {
    throw new UnsupportedOperationException("Only a Redis has commands");
  }

  /** {@return all writes since the start, in order} */
  List<Change> changes();

  /** Writes all data that an operator can see into a file: keys, rows, commands. */
  void dump(Path file);

  @Override
  void close();
}
