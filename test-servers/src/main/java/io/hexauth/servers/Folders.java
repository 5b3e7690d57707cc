// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders of embedded servers, below the temporary folder. Each user of the machine has a separate
 * folder.
 */
final class Folders {

  private Folders() {}

  /** {@return a permanent folder, for programs that are unpacked once} */
  static Path kept(String name) {
    try {
      return Files.createDirectories(root().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return a new folder; delete it with {@link #delete} after its server has stopped} */
  static Path fresh(String name) {
    try {
      return Files.createTempDirectory(Files.createDirectories(root()), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "hexauth-servers-" + System.getProperty("user.name"));
  }

  /**
   * Deletes a folder and its content. Files that cannot be deleted are kept, and a warning is
   * logged.
   */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(Folders.class)
          .warn("The folder {} could not be deleted", folder, e);
    }
  }
}
