// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Store with one file for each pending authorization, in the same format as a grant. */
public final class FilePendingAuthorizationStore implements PendingAuthorizationStore {

  private static final String EXTENSION = ".pending";
  private static final String FORMAT = "fmt";

  /** A pending authorization is never replaced, so all have the same revision. */
  private static final Revision REVISION = new Revision("1");

  private final Directory files;
  private final OAuthClock clock;

  /**
   * Creates a store in an existing directory, which may be the directory of a {@link
   * FileTokenStore}.
   */
  public FilePendingAuthorizationStore(Path directory, OAuthClock clock) {
    this.files = new Directory(directory);
    this.clock = clock;
  }

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    Objects.requireNonNull(pending, "pending");
    return files.exclusively(
        () -> {
          Instant now = clock.instant();
          // This write does not wait for the disk: after a power failure, the user starts the login
          // again.
          return stored(key).filter(file -> !isOver(file, now)).isEmpty()
              && files.write(key.value() + EXTENSION, file(pending, now.plus(lifetime)));
        });
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    return files.exclusively(
        () -> {
          Instant now = clock.instant();
          Optional<StoredGrant> stored = stored(key);
          if (stored.isPresent()) {
            files.delete(key.value() + EXTENSION);
          }
          return stored
              .filter(file -> !isOver(file, now))
              .map(FilePendingAuthorizationStore::pending);
        });
  }

  private Optional<StoredGrant> stored(GrantKey key) {
    return files.read(key.value() + EXTENSION).map(GrantFile::decode);
  }

  private static boolean isOver(StoredGrant file, Instant now) {
    return file.retainUntil().filter(end -> !now.isBefore(end)).isPresent();
  }

  private static byte[] file(Envelope pending, Instant until) {
    Map<String, String> fields = new HashMap<>();
    fields.put(FORMAT, Integer.toString(pending.format()));
    fields.put(StoredGrant.KEY_ID, pending.keyId());
    fields.put(StoredGrant.RETAIN_UNTIL, Long.toString(StoredGrant.micros(until)));
    return GrantFile.encode(StoredGrant.of(REVISION, fields, Optional.of(pending.bytes())));
  }

  private static Envelope pending(StoredGrant file) {
    return new Envelope(
        Integer.parseInt(file.fields().get(FORMAT)),
        file.keyId().orElseThrow(),
        file.document().orElseThrow());
  }
}
