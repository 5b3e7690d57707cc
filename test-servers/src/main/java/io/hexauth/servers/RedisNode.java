// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * Separate Redis process on a loopback port, for tests that kill, stop and restart it. It is killed
 * with the JVM at the latest. Not thread-safe.
 */
public final class RedisNode implements AutoCloseable {

  private static final Set<RedisNode> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(RedisNode::close)));
  }

  private static final class Executable {
    static final Path FILE = unpacked();

    private static Path unpacked() {
      try {
        Path folder = Folders.fresh("redis");
        folder.toFile().deleteOnExit();
        Path file = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        file.toFile().deleteOnExit();
        return file;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Executable() {}
  }

  private final int port;
  private final Path folder = Folders.fresh("redis");
  private final List<String> options;
  private @Nullable Process process;

  private RedisNode(int port, List<String> options) {
    this.port = port;
    this.options = options;
  }

  /**
   * Starts a server that stores nothing on disk.
   *
   * @param settings lines of a {@code redis.conf}
   * @return the server, which is ready
   */
  public static RedisNode start(String... settings) {
    return start(Ports.free(), List.of(), settings);
  }

  static RedisNode start(int port, List<String> options, String... settings) {
    var node = new RedisNode(port, options);
    try {
      Files.write(
          node.configuration(),
          List.of(
              "port " + port,
              "bind 127.0.0.1",
              "dir " + node.folder,
              "save \"\"",
              String.join("\n", settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    node.restart();
    return node;
  }

  /** {@return the port on 127.0.0.1} */
  public int port() {
    return port;
  }

  /** {@return the address for Lettuce} */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /**
   * {@return the answer to a command, over a separate connection: lines for a list, an empty text
   * for no value}
   *
   * @throws IllegalStateException if the answer is an error
   */
  public String ask(String... words) {
    return Resp.ask(port, words);
  }

  /** Starts the server again after {@link #kill()}, with the data that was on disk. */
  public void restart() {
    var command = new ArrayList<String>();
    command.add(Executable.FILE.toString());
    command.add(configuration().toString());
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process = started;
      RUNNING.add(this);
      awaitReady(started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitReady(Process started) throws IOException {
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    var said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (line.contains("Ready to accept connections") || line.contains("Sentinel ID is")) {
        var drain = new Thread(() -> drain(output), "redis-output");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("Redis did not start:\n" + said);
  }

  /** Reads the output, so that the server never blocks while it writes. */
  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {}
    } catch (IOException e) {
      // The server was killed.
    }
  }

  /** Ends the process immediately, like {@code kill -9}. */
  public void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        running.waitFor(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@return the process id, for signals} */
  public long pid() {
    Process running = process;
    return running == null ? -1 : running.pid();
  }

  @Override
  public void close() {
    kill();
    RUNNING.remove(this);
    Folders.delete(folder);
  }

  private Path configuration() {
    return folder.resolve("redis.conf");
  }

  @Override
  public String toString() {
    return uri();
  }
}
