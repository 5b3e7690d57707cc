// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Directory of files that are written completely or not at all, by one thread of one process at a
 * time. If a process dies, the operating system releases its lock.
 */
final class Directory {

  /** Placeholder: a store does not know the registration of a grant. Hexauth replaces it. */
  static final ClientRegistrationId UNKNOWN = ClientRegistrationId.of("unknown");

  /** Lock for the threads of this process. The lock of a file excludes only other processes. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  /** Longest wait for the lock, because the process that holds it may be frozen. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path path;
  private final Path draft;

  Directory(Path path) {
    this.path = path;
    this.draft = path.resolve("draft");
  }

  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** Runs a step. No other thread of any process runs a step at the same time. */
  <T> T exclusively(Step<T> step) {
    try {
      await(THREADS::tryLock);
      try (FileChannel lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        await(() -> lock.tryLock() != null); // closing the file releases the lock
        return step.run();
      } finally {
        THREADS.unlock();
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static void await(Step<Boolean> lock) throws IOException {
    long start = System.nanoTime();
    while (!lock.run()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new IOException("The lock was not released within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Reads a file. No lock is needed, because files are replaced as a whole. */
  Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(path.resolve(name)));
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(path)) {
        return Optional.empty();
      }
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** Replaces a file. A power failure may lose the new content. */
  boolean write(String name, byte[] content) throws IOException {
    Files.write(draft, content);
    Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Replaces a file. If the method returns true, the new content survives a power failure. */
  boolean writeDurably(String name, byte[] content) throws IOException {
    Files.write(draft, content);
    force(draft);
    Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(path);
    return true;
  }

  /** Deletes a file. It remains deleted after a power failure. */
  void delete(String name) throws IOException {
    Files.delete(path.resolve(name));
    force(path);
  }

  /**
   * Writes a file or a directory to the disk ({@code fsync}). A directory is written too, because
   * it contains the names of files.
   */
  private static void force(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      file.force(true);
    }
  }

  private static ServiceUnavailableException unavailable(IOException cause) {
    return new ServiceUnavailableException(
        UNKNOWN,
        ServiceUnavailableException.Service.STORE,
        "the directory cannot be used",
        true,
        Optional.empty(),
        cause);
  }
}
