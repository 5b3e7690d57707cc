// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that are written whole or not at all, one for each key, and changed by one thread of one
 * process at a time. What kills a process gives back its locks and leaves the file of before.
 */
final class Directory {

  /** A key belongs to one of them, so that different grants hardly ever wait for each other. */
  private static final int SHARDS = 64;

  /** Locks of files are the process's, not the thread's: within it, these come first. */
  private static final List<ReentrantLock> THREADS =
      Stream.generate(ReentrantLock::new).limit(SHARDS).toList();

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long BETWEEN_TRIES = Duration.ofMillis(1).toNanos();

  /** A store sees hashes; whose grant it is, only its caller knows. */
  private static final ClientRegistrationId SOMEBODY = ClientRegistrationId.of("unknown");

  private final Path path;
  private final String extension;
  private final boolean durable;

  private Directory(Path path, String extension, boolean durable) {
    this.path = path;
    this.extension = extension;
    this.durable = durable;
  }

  /** A directory whose files survive a power cut from the moment that they are written. */
  static Directory durable(Path path, String extension) {
    return new Directory(path, extension, true);
  }

  /** A directory whose newest files may be lost in a power cut; deleted files stay deleted. */
  static Directory lossy(Path path, String extension) {
    return new Directory(path, extension, false);
  }

  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException;
  }

  /** Does something while nobody else, in this process or another, changes this key. */
  <T> T exclusively(GrantKey key, Step<T> step) {
    int shard = Integer.parseInt(key.value().substring(0, 2), 16) % SHARDS;
    ReentrantLock thread = THREADS.get(shard);
    thread.lock();
    try (FileChannel file =
        FileChannel.open(
            path.resolve("lock-" + shard), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(file); // Closing the file gives it back.
      return step.run();
    } catch (IOException e) {
      throw unavailable("the directory cannot be used", e);
    } finally {
      thread.unlock();
    }
  }

  /** Not forever: whoever holds the lock may be frozen. */
  private static void lock(FileChannel file) throws IOException {
    for (long tries = PATIENCE.toNanos() / BETWEEN_TRIES; tries > 0; tries--) {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return;
      }
      LockSupport.parkNanos(BETWEEN_TRIES);
    }
    throw unavailable("another process holds the lock for " + PATIENCE.toSeconds() + " s", null);
  }

  /** Needs no lock: a file is replaced as a whole. */
  Optional<Properties> read(GrantKey key) {
    try {
      var content = new Properties();
      content.load(new StringReader(Files.readString(file(key))));
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw unreadable();
    } catch (IOException e) {
      throw unavailable("a file cannot be read", e);
    }
  }

  /** Replaces a file; on the disk when this returns, if this directory is durable. */
  void write(GrantKey key, Properties content) throws IOException {
    var text = new StringWriter();
    content.store(text, null);
    Path draft = path.resolve(key.value() + ".draft");
    try (FileChannel file =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (durable) {
        file.force(true);
      }
    }
    Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
    if (durable) {
      forceNames();
    }
  }

  /** Gone for good when this returns. */
  void delete(GrantKey key) throws IOException {
    Files.deleteIfExists(file(key));
    forceNames();
  }

  /** A name in a directory is data too. */
  private void forceNames() throws IOException {
    try (FileChannel names = FileChannel.open(path, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private Path file(GrantKey key) {
    return path.resolve(key.value() + extension);
  }

  static UnreadableRecordException unreadable() {
    return new UnreadableRecordException(SOMEBODY, 0, "", "the file is damaged");
  }

  private static ServiceUnavailableException unavailable(
      String problem, @Nullable IOException cause) {
    return new ServiceUnavailableException(
        SOMEBODY,
        ServiceUnavailableException.Service.STORE,
        problem,
        true,
        Optional.empty(),
        cause);
  }

  @Override
  public String toString() {
    return "Directory[" + path + "]";
  }
}
