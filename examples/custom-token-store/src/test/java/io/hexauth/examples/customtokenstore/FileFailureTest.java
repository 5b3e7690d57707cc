// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.TombstoneRequest;
import io.hexauth.testkit.clock.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does while it is down is for its own tests: here a directory can be broken. */
class FileFailureTest {

  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final Version VERSION = new Version(new GrantId("b".repeat(32)), 1);

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "generation=1", "grant=x", "state=\\u00zz", "\u0000"})
  void aDamagedFileShouldBeUnreadableAndStay(String damage) throws IOException {
    FileTokenStore store = store(directory);
    put(store);
    Path file = directory.resolve(KEY.value() + ".grant");
    Files.writeString(file, damage);

    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> store.find(KEY));
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> store.tombstone(new TombstoneRequest(KEY, VERSION, Duration.ofDays(1))));
    assertThat(file).hasContent(damage);
  }

  @Test
  void aMissingDirectoryShouldBeAnOutage() {
    FileTokenStore store = store(directory.resolve("gone"));

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> put(store))
        .matches(ServiceUnavailableException::isRetryable);
  }

  @Test
  void aDraftOfAProcessThatDiedShouldBeInNobodysWay() throws IOException {
    FileTokenStore store = store(directory);
    Files.writeString(directory.resolve(KEY.value() + ".draft"), "half a rec");

    assertThat(store.find(KEY).done()).isFalse();
    put(store);
    assertThat(store.find(KEY).done()).isTrue();
  }

  @Test
  void namesAndContentsShouldShowHashesAndSealedBytesOnly() throws IOException {
    put(store(directory));
    List<String> names;
    try (Stream<Path> files = Files.list(directory)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertThat(names).hasSize(2).contains(KEY.value() + ".grant");
    assertThat(Files.readString(directory.resolve(KEY.value() + ".grant")))
        .contains("document=AQI\\=");
  }

  private static FileTokenStore store(Path directory) {
    return new FileTokenStore(directory, VirtualClock.create());
  }

  private static void put(FileTokenStore store) {
    var envelope = new Envelope(1, "key", new byte[] {1, 2});
    store.put(
        new PutRequest(
            KEY, VERSION, Optional.empty(), envelope, Optional.empty(), Optional.empty()));
  }
}
