// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.fleet.node.NodeMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Process of a node, and its output. Signals are sent to its process id only. */
final class NodeJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 40;

  private final Process process;
  private final Writer input;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private volatile boolean silent;
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  NodeJvm(Map<String, String> properties, Path log) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The process lives for seconds, next to others like it.
    command.addAll(List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NodeMain.class.getName());
    try {
      process = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start();
    } catch (IOException e) {
      throw new UncheckedIOException("The JVM could not be started", e);
    }
    input = process.outputWriter(StandardCharsets.UTF_8);
    var reader = new Thread(this::read, "node-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      // The process was killed while it printed.
    } finally {
      silent = true;
      waiting.values().forEach(call -> call.completeExceptionally(new Gone()));
    }
  }

  /** Thrown if the process was killed and cannot answer. */
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void hear(String line) {
    if (line.startsWith("= ")) {
      String[] parts = line.substring(2).split(" ", 2);
      CompletableFuture<String> call = waiting.remove(parts[0]);
      if (call != null) {
        call.complete(parts.length > 1 ? parts[1] : "");
      }
    } else {
      said.add(line);
    }
  }

  /** Sends a command. The future completes when the command is done. */
  CompletableFuture<String> call(String command) {
    String id = Integer.toString(calls.incrementAndGet());
    var answer = new CompletableFuture<String>();
    waiting.put(id, answer);
    send(id + " " + command);
    if (silent) {
      answer.completeExceptionally(new Gone());
    }
    return answer;
  }

  void send(String line) {
    synchronized (input) {
      try {
        input.write(line + "\n");
        input.flush();
      } catch (IOException e) {
        // The process was killed; waiting callers are told.
      }
    }
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("The node does not answer", e);
    } catch (ExecutionException e) {
      throw new AssertionError("The node does not answer any more", e.getCause());
    }
  }

  /** {@return the lines that the process printed without a command} */
  Queue<String> said() {
    return said;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Process " + pid() + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("The signal " + name + " was not delivered");
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("The signal " + name + " was not delivered", e);
    }
  }

  /** {@return true if every thread of the process is stopped} */
  boolean isStopped() {
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      return threads.allMatch(thread -> isStopped(thread.resolve("stat")));
    } catch (IOException e) {
      return true; // without /proc, this is unknown
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

  @Override
  public void close() {
    kill();
  }
}
