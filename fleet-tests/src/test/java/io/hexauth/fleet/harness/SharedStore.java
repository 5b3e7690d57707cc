// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.domain.lifecycle.GrantKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real store of a fleet, from behind. */
public interface SharedStore extends AutoCloseable {

  /** Which product. */
  enum Kind {
    REDIS,
    POSTGRES
  }

  Kind kind();

  /** {@return where it listens; nodes come through a proxy} */
  InetSocketAddress address();

  /** {@return what a node has to be told, if it is to come through this port} */
  Map<String, String> nodeProperties(int proxyPort);

  /** {@return what is stored; empty if nothing} */
  Optional<StoredGrant> find(GrantKey key);

  /** Makes the lease of a record end later, as a clock that was set back does. */
  void prolongLease(GrantKey key, Duration by);

  /** {@return the record as it is, to be put back later} */
  Backup backup(GrantKey key);

  /** A record of yesterday. */
  @FunctionalInterface
  interface Backup {
    /** Puts it in place of what is there. */
    void restore();
  }

  /** Forgets everything, and remembers that it did. */
  void loseEverything();

  /** Ends at once, as in a power cut, and comes back with what was acknowledged. */
  void crashAndRestart();

  /** From now on it can be read, and not written. */
  void refuseWrites();

  /** The end of {@link #refuseWrites()}. */
  void acceptWrites();

  /**
   * {@return what it answers to an operator's command}
   *
   * @throws UnsupportedOperationException if it is not a Redis
   */
  default String command(String... words) {
    throw new UnsupportedOperationException("Only a Redis has commands");
  }

  /** {@return every write since the beginning, in order} */
  List<Change> changes();

  /** Writes everything that the store shows to an operator into a file: keys, rows, commands. */
  void dump(Path file);

  @Override
  void close();
}
