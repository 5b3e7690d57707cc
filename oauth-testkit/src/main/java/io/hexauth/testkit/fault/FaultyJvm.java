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
 * Separate JVM that a test can freeze, continue and kill at a known point, as one node of several.
 * It uses the class path and the Java version of the test.
 *
 * <p>The object keeps everything that the JVM prints on either stream. A test can wait for a line
 * for up to one minute. The main class defines the commands that it reads from its standard input.
 * With {@link ConsoleFaultPoints}, it also understands {@link #stopAt} and {@link #go}.
 *
 * <p>{@link #freeze()} and {@link #thaw()} need POSIX signals. Safe for use by multiple threads.
 * Close the object after the test, which kills the JVM.
 */
public final class FaultyJvm implements AutoCloseable {

  /** Longest wait. A JVM needs time to start on a busy machine. */
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
   * Starts a JVM with a main class.
   *
   * @return the running JVM
   * @throws UncheckedIOException if the process cannot be started
   */
  public static FaultyJvm start(Class<?> main, String... arguments) {
    return start(List.of(), main, arguments);
  }

  /**
   * Starts a JVM with a main class and JVM options.
   *
   * @param options JVM options, such as {@code -XX:TieredStopAtLevel=1} for a JVM that runs for
   *     seconds only
   * @return the running JVM
   * @throws UncheckedIOException if the process cannot be started
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
      throw new UncheckedIOException("The JVM could not be started", e);
    }
  }

  private void readLines() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        add(line, false);
      }
    } catch (IOException e) {
      // The JVM was killed while it printed.
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
   * Writes a line to the standard input of the JVM.
   *
   * @throws UncheckedIOException if the process has ended
   */
  public void send(String line) {
    writing.lock();
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("The JVM has ended", e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Waits for a printed line with this prefix. The method skips earlier lines, and later calls do
   * not find them again.
   *
   * @return the line, from the prefix on
   * @throws AssertionError if the line does not appear; the message contains the whole output
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

  /** {@return the output of the JVM so far} */
  public String output() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next thread of the JVM that reaches this point stop there. */
  public void stopAt(FaultPoint point) {
    send(ConsoleFaultPoints.STOP + point);
  }

  /**
   * Waits until a thread of the JVM has stopped at this point.
   *
   * @return the grant that the thread refreshes
   * @throws AssertionError if no thread stops within one minute
   */
  public GrantKey awaitStopped(FaultPoint point) {
    String prefix = ConsoleFaultPoints.STOPPED + point + " ";
    return new GrantKey(await(prefix).substring(prefix.length()));
  }

  /**
   * Lets the thread that has stopped at this point continue. The method also cancels an earlier
   * {@link #stopAt} for this point that has not stopped a thread yet.
   */
  public void go(FaultPoint point) {
    send(ConsoleFaultPoints.GO + point);
  }

  /**
   * Stops all threads of the JVM, like a garbage collection pause or a sleeping laptop. On a system
   * with {@code /proc}, they have stopped when the method returns.
   */
  public void freeze() {
    signal("STOP");
    long start = System.nanoTime();
    while (runs()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("The JVM does not stop");
      }
      Thread.onSpinWait();
    }
  }

  /** {@return true if the kernel reports a thread that is not stopped} */
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
      return true; // the thread has ended
    }
  }

  /** Lets a frozen JVM continue. */
  public void thaw() {
    signal("CONT");
  }

  /** Kills the JVM like {@code kill -9}, and waits until the process has ended. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("The JVM does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a JVM was killed", e);
    }
  }

  /** {@return true if the process is running, frozen or not} */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@return the process id} */
  public long pid() {
    return process.pid();
  }

  /** Kills the JVM, like {@link #kill()}. */
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
      throw new UncheckedIOException("The command kill could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while a JVM was signalled", e);
    }
  }
}
