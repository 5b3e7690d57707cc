// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** One file for each user who was sent to consent and is not back yet. */
public final class FilePendingAuthorizationStore implements PendingAuthorizationStore {

  private final Directory files;
  private final OAuthClock clock;

  /** A store in a directory that exists; it may be the one of {@link FileTokenStore}. */
  public FilePendingAuthorizationStore(Path directory, OAuthClock clock) {
    // A login that a power cut loses is started again; waiting for the disk at each one is not
    // worth it.
    this.files = Directory.lossy(directory, ".pending");
    this.clock = clock;
  }

  private record Entry(Envelope pending, Instant until) {}

  @Override
  public boolean put(GrantKey key, Envelope pending, Duration lifetime) {
    Objects.requireNonNull(pending, "pending");
    return files.exclusively(
        key,
        () -> {
          Instant now = clock.instant();
          if (entry(key).filter(entry -> now.isBefore(entry.until())).isPresent()) {
            return false;
          }
          var file = new Properties();
          file.setProperty("until", now.plus(lifetime).toString());
          file.setProperty("document.format", Integer.toString(pending.format()));
          file.setProperty("document.key", pending.keyId());
          file.setProperty("document", Base64.getEncoder().encodeToString(pending.bytes()));
          files.write(key, file);
          return true;
        });
  }

  @Override
  public Optional<Envelope> take(GrantKey key) {
    return files.exclusively(
        key,
        () -> {
          Instant now = clock.instant();
          Optional<Entry> entry = entry(key);
          if (entry.isPresent()) {
            files.delete(key);
          }
          return entry.filter(e -> now.isBefore(e.until())).map(Entry::pending);
        });
  }

  private Optional<Entry> entry(GrantKey key) {
    return files.read(key).map(FilePendingAuthorizationStore::entry);
  }

  private static Entry entry(Properties file) {
    try {
      return new Entry(
          new Envelope(
              Integer.parseInt(file.getProperty("document.format", "")),
              file.getProperty("document.key", ""),
              Base64.getDecoder().decode(file.getProperty("document", "?"))),
          Instant.parse(file.getProperty("until", "")));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw Directory.unreadable();
    }
  }
}
