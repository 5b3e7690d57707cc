// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.Revision;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.fault.FaultyJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of the file system, which the contract cannot cause. */
class FileFailureTest {

  private static final GrantKey KEY = new GrantKey("a".repeat(64));
  private static final StoredGrant FIRST = grant("1");
  private static final StoredGrant SECOND = grant("2");

  @TempDir private Path directory;

  static Stream<byte[]> damagedFiles() {
    byte[] intact = GrantFile.encode(FIRST);
    Stream<byte[]> truncated =
        IntStream.range(0, intact.length).mapToObj(length -> Arrays.copyOf(intact, length));
    Stream<byte[]> zeroed =
        Stream.of(new byte[intact.length], "state=IDLE".getBytes(StandardCharsets.UTF_8));
    return Stream.concat(truncated, zeroed);
  }

  @ParameterizedTest
  @MethodSource("damagedFiles")
  void aDamagedFileShouldBeUnreadableAndStay(byte[] damaged) throws IOException {
    FileTokenStore store = store();
    Files.write(file(), damaged);

    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> store.find(KEY));
    for (Optional<Revision> expected :
        List.of(Optional.<Revision>empty(), Optional.of(FIRST.revision()))) {
      assertThatExceptionOfType(UnreadableRecordException.class)
          .isThrownBy(() -> store.replace(KEY, expected, SECOND, Optional.empty()));
    }
    assertThat(file()).hasBinaryContent(damaged);
  }

  @Test
  void aBitThatFlipsShouldNeverBeReadAsAnotherGrant() throws IOException {
    FileTokenStore store = store();
    byte[] intact = GrantFile.encode(FIRST);
    for (int bit = 0; bit < 8 * intact.length; bit++) {
      byte[] flipped = intact.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file(), flipped);

      assertThat(found(store)).as("bit %d", bit).isIn(Optional.empty(), Optional.of(FIRST));
    }
  }

  private static Optional<StoredGrant> found(FileTokenStore store) {
    try {
      return store.find(KEY).grant();
    } catch (UnreadableRecordException noticed) {
      return Optional.empty();
    }
  }

  /** Simulates a directory in the place of a file, and a full disk. */
  @ParameterizedTest
  @ValueSource(strings = {"lock", "draft", "full"})
  void aWriteThatFailsShouldBeAnOutageAndLeaveTheFileOfBefore(String broken) throws IOException {
    FileTokenStore store = store();
    assertThat(store.replace(KEY, Optional.empty(), FIRST, Optional.empty())).isTrue();
    Path obstacle = directory.resolve(broken.equals("full") ? "draft" : broken);
    Files.deleteIfExists(obstacle);
    if (broken.equals("full")) {
      Files.createSymbolicLink(obstacle, Path.of("/dev/full"));
    } else {
      Files.createDirectory(obstacle);
    }

    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.replace(KEY, revision(FIRST), SECOND, Optional.empty()))
        .matches(ServiceUnavailableException::isRetryable);
    assertThat(store.find(KEY).grant()).contains(FIRST);

    Files.delete(obstacle);
    assertThat(store.replace(KEY, revision(FIRST), SECOND, Optional.empty())).isTrue();
    assertThat(store.find(KEY).grant()).contains(SECOND);
  }

  @Test
  void aFileThatCannotBeReadShouldBeAnOutage() throws IOException {
    FileTokenStore store = store();
    Files.createDirectory(file());

    assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> store.find(KEY));
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.replace(KEY, Optional.empty(), FIRST, Optional.empty()));
  }

  @Test
  void aMissingDirectoryShouldBeAnOutageAndNoEmptyStore() {
    var store = new FileTokenStore(directory.resolve("gone"), VirtualClock.create());

    assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> store.find(KEY));
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> store.replace(KEY, Optional.empty(), FIRST, Optional.empty()));
  }

  @Test
  @Timeout(120)
  void aLockThatAnotherProcessHoldsShouldBeAnOutageUntilThatDies() {
    FileTokenStore store = store();
    try (var other = FaultyJvm.start(LockHolder.class, directory.toString())) {
      other.await("locked");
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> store.replace(KEY, Optional.empty(), FIRST, Optional.empty()));
      assertThat(store.find(KEY).grant()).as("reading needs no lock").isEmpty();

      other.kill();

      assertThat(store.replace(KEY, Optional.empty(), FIRST, Optional.empty())).isTrue();
    }
  }

  @Test
  void aDraftOfAProcessThatDiedShouldNotBeRead() throws IOException {
    FileTokenStore store = store();
    Files.write(directory.resolve("draft"), Arrays.copyOf(GrantFile.encode(FIRST), 10));

    assertThat(store.find(KEY).grant()).isEmpty();
    assertThat(store.replace(KEY, Optional.empty(), SECOND, Optional.empty())).isTrue();
    assertThat(store.find(KEY).grant()).contains(SECOND);
  }

  @Test
  void namesOfFilesShouldBeHashes() throws IOException {
    store().replace(KEY, Optional.empty(), FIRST, Optional.empty());

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", KEY.value() + ".grant");
    }
  }

  private static StoredGrant grant(String revision) {
    return StoredGrant.of(
        new Revision(revision), Map.of("state", "IDLE"), Optional.of(new byte[] {1, 2}));
  }

  private static Optional<Revision> revision(StoredGrant grant) {
    return Optional.of(grant.revision());
  }

  private Path file() {
    return directory.resolve(KEY.value() + ".grant");
  }

  private FileTokenStore store() {
    return new FileTokenStore(directory, VirtualClock.create());
  }
}
