// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.Reading;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.ports.spi.TokenStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Token store with one file for each grant. Its clock is the wall clock of the machine, which all
 * processes of the directory share.
 */
public final class FileTokenStore implements TokenStore {

  private static final String EXTENSION = ".grant";

  private final Directory files;
  private final OAuthClock clock;

  /**
   * Creates a store in an existing directory.
   *
   * @param directory a directory on a local disk; locks and renames are less reliable on network
   *     file systems
   */
  public FileTokenStore(Path directory, OAuthClock clock) {
    this.files = new Directory(directory);
    this.clock = clock;
  }

  @Override
  public Reading find(GrantKey key) {
    return new Reading(stored(key), clock.instant());
  }

  @Override
  public boolean replace(
      GrantKey key, Optional<Revision> expected, StoredGrant next, Optional<Instant> notAfter) {
    Objects.requireNonNull(expected, "expected");
    byte[] file = GrantFile.encode(next);
    return files.exclusively(
        () ->
            stored(key).map(StoredGrant::revision).equals(expected)
                && notAfter.filter(clock.instant()::isAfter).isEmpty()
                && files.writeDurably(key.value() + EXTENSION, file));
  }

  private Optional<StoredGrant> stored(GrantKey key) {
    return files.read(key.value() + EXTENSION).map(GrantFile::decode);
  }
}
