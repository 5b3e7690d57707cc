// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A JVM of its own that is frozen, continued and killed at a known point: a node of a fleet for
 * tests that mean it. Its class path and its Java are those of the test.
 *
 * <p>Everything it prints, on either stream, is kept and can be waited for, a minute long. What the
 * main class understands on its standard input is its own affair; with {@link ConsoleFaultPoints}
 * it understands {@link #stopAt} and {@link #go}.
 *
 * <p>Needs POSIX signals for {@link #freeze()} and {@link #thaw()}. Safe for use by multiple
 * threads. Close it after the test, which kills it.
 */
public final class FaultyJvm implements AutoCloseable {

  /** A JVM that starts on a busy machine takes its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Process process;
  private final Writer input;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final ReentrantLock writing = new ReentrantLock();
  private final List<String> lines = new ArrayList<>();
  private boolean ended;
  private int read;

  private FaultyJvm(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    FaultProxy.daemon(this::readLines, "faulty-jvm-" + process.pid());
  }

  /**
   * Starts a main class.
   *
   * @throws UncheckedIOException if no process can be started
   */
  public static FaultyJvm start(Class<?> main, String... arguments) {
    return start(List.of(), main, arguments);
  }

  /**
   * Starts a main class.
   *
   * @param options of the JVM, such as {@code -XX:TieredStopAtLevel=1} for one that lives for
   *     seconds
   * @throws UncheckedIOException if no process can be started
   */
  public static FaultyJvm start(List<String> options, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      return new FaultyJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException("No JVM can be started", e);
    }
  }

  private void readLines() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        add(line, false);
      }
    } catch (IOException e) {
      // It was killed while it printed.
    } finally {
      add("", true);
    }
  }

  private void add(String line, boolean end) {
    lock.lock();
    try {
      ended = end;
      if (!end) {
        lines.add(line);
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes a line to its standard input.
   *
   * @throws UncheckedIOException if it is gone
   */
  public void send(String line) {
    writing.lock();
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The JVM is gone", e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Waits for a line that it prints; lines before it are skipped, and never found again.
   *
   * @return the line, from the prefix on
   * @throws AssertionError with everything that it has printed, if the line does not come
   */
  public String await(String prefix) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (true) {
        Optional<String> line = next(prefix);
        if (line.isPresent()) {
          return line.get();
        }
        if (left <= 0 || ended) {
          throw new AssertionError(
              "No line \"" + prefix + "…\"; it printed:\n" + String.join("\n", lines));
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + prefix, e);
    } finally {
      lock.unlock();
    }
  }

  private Optional<String> next(String prefix) {
    while (read < lines.size()) {
      String line = lines.get(read++);
      if (line.startsWith(prefix)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /** {@return everything that it has printed so far} */
  public String output() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  /** The next thread of it that comes to this point will stop there. */
  public void stopAt(FaultPoint point) {
    send(ConsoleFaultPoints.STOP + point);
  }

  /**
   * Waits until a thread stands at this point.
   *
   * @return the grant that it refreshes
   * @throws AssertionError if none does after a minute
   */
  public GrantKey awaitStopped(FaultPoint point) {
    String prefix = ConsoleFaultPoints.STOPPED + point + " ";
    return new GrantKey(await(prefix).substring(prefix.length()));
  }

  /** The thread at this point goes on; if there is none, none will stop. */
  public void go(FaultPoint point) {
    send(ConsoleFaultPoints.GO + point);
  }

  /**
   * Stops all of its threads, as a pause of the garbage collector or a sleeping laptop does. Where
   * there is a {@code /proc}, they have stopped when this returns.
   */
  public void freeze() {
    signal("STOP");
    long start = System.nanoTime();
    while (runs()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("It does not stop");
      }
      Thread.onSpinWait();
    }
  }

  /** True if the kernel says of any thread that it is not stopped. */
  private boolean runs() {
    Path tasks = Path.of("/proc", Long.toString(pid()), "task");
    try (Stream<Path> threads = Files.list(tasks)) {
      return threads.anyMatch(thread -> !isStopped(thread.resolve("stat")));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isStopped(Path stat) {
    try {
      String line = Files.readString(stat);
      return line.charAt(line.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      return true; // the thread is gone
    }
  }

  /** The end of {@link #freeze()}. */
  public void thaw() {
    signal("CONT");
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("It does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a JVM was killed", e);
    }
  }

  /** {@return whether it runs, frozen or not} */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@return its process id} */
  public long pid() {
    return process.pid();
  }

  /** The same as {@link #kill()}. */
  @Override
  public void close() {
    kill();
  }

  private void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
      if (!kill.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("The signal " + name + " was not delivered");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("There is no kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a JVM was signalled", e);
    }
  }
}
