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
 * Files that are written whole or not at all, by one thread of one process at a time. The operating
 * system releases the lock of a process that dies.
 */
final class Directory {

  /** A store does not know whose grant it keeps; Hexauth fills this in. */
  static final ClientRegistrationId UNKNOWN = ClientRegistrationId.of("unknown");

  /** The lock of a file belongs to the process; the threads of the process share this one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  /** The process that holds the lock may be frozen. */
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

  /** Runs a step while no other thread, of this process or another, runs one. */
  <T> T exclusively(Step<T> step) {
    try {
      await(THREADS::tryLock);
      try (FileChannel lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        await(() -> lock.tryLock() != null); // closing the file releases it
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
        throw new IOException("The lock is held for " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  /** Needs no lock: a file is replaced as a whole. */
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

  /** Replaces a file; a power failure may lose it. */
  boolean write(String name, byte[] content) throws IOException {
    Files.write(draft, content);
    Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Replaces a file; it survives a power failure from the moment that this returns true. */
  boolean writeDurably(String name, byte[] content) throws IOException {
    Files.write(draft, content);
    force(draft);
    Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(path);
    return true;
  }

  /** The file stays deleted after a power failure. */
  void delete(String name) throws IOException {
    Files.delete(path.resolve(name));
    force(path);
  }

  /** {@code fsync}, also of the directory: its entries are data too. */
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
