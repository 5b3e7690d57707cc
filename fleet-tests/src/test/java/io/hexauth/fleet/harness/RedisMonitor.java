// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.servers.RedisNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Monitor of Redis ({@code MONITOR}), which sees every command, including those within scripts. The
 * commands are kept in a file, in which a test searches for secrets. The writes of records are the
 * audit trail.
 */
final class RedisMonitor implements AutoCloseable {

  private static final String MARK = "the monitor has come to ";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern WRITE =
      Pattern.compile("\\[\\d+ lua\\] \"(HSET|DEL)\" \"hexauth:grant:\\{([0-9a-f]{64})\\}\"(.*)");
  private static final Pattern FIELD = Pattern.compile(" \"(grant_id|gen|state)\" \"([^\"]*)\"");

  private final RedisNode server;
  private final Path file;
  private int marks;
  private final Map<String, Change> known = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private Socket socket = new Socket();

  RedisMonitor(RedisNode server, Path file) {
    this.server = server;
    this.file = file;
  }

  /** Starts the monitor, or starts it again after the server was down. */
  void start() {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
      var begun = new CountDownLatch(1);
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var thread = new Thread(() -> read(in, begun), "redis-monitor");
      thread.setDaemon(true);
      thread.start();
      begun.await();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void read(BufferedReader in, CountDownLatch begun) {
    try (Writer out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        begun.countDown();
        out.write(line + "\n");
        out.flush();
        note(line);
      }
    } catch (IOException e) {
      // The server is down, or the test is over.
    } finally {
      begun.countDown();
    }
  }

  private synchronized void note(String line) {
    if (line.contains("\"" + MARK)) {
      marks++;
      notifyAll();
    }
    Matcher write = WRITE.matcher(line);
    if (!write.find()) {
      return;
    }
    Change before = known.getOrDefault(write.group(2), new Change(write.group(2), "", 0, ""));
    String grantId = before.grantId();
    long generation = before.generation();
    String state = before.state();
    Matcher field = FIELD.matcher(write.group(3));
    while (field.find()) {
      switch (field.group(1)) {
        case "grant_id" -> grantId = field.group(2);
        case "gen" -> generation = Long.parseLong(field.group(2));
        default -> state = field.group(2);
      }
    }
    var now = new Change(write.group(2), grantId, generation, state);
    if (write.group(1).equals("HSET") && !now.equals(before)) {
      known.put(now.key(), now);
      changes.add(now);
    }
  }

  /**
   * Notes that data was lost: later changes may be older than earlier ones, because of the test.
   */
  synchronized void lostData() {
    catchUp();
    known.clear();
    changes.clear();
  }

  synchronized List<Change> changes() {
    catchUp();
    return List.copyOf(changes);
  }

  /** Waits until all commands so far are recorded. */
  private void catchUp() {
    int wanted = marks + 1;
    server.ask("ECHO", MARK + wanted);
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (marks < wanted && System.nanoTime() - end < 0) {
        wait(PATIENCE.toMillis());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
