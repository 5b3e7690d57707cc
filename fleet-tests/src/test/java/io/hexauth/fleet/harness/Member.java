// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import static org.awaitility.Awaitility.await;

import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.fault.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Node of a fleet: a JVM, and proxies to the store and to the authorization server. A killed node
 * is restarted with the same proxies and an empty memory.
 */
public final class Member implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /**
   * Longest start of a JVM on a busy machine, perhaps without its store. No promise depends on this
   * time.
   */
  private static final Duration TO_START = Duration.ofMinutes(3);

  private final String name;
  private final FaultProxy store;
  private final FaultProxy server;
  private final Map<String, String> properties;
  private final Path log;
  private final Path keyset;
  private final Path hosts;
  private final Queue<NodeJvm> incarnations = new ConcurrentLinkedQueue<>();
  private volatile NodeJvm jvm;

  Member(String name, SharedStore shared, URI issuer, URI authorize, String keys, Path folder) {
    this.name = name;
    this.keyset = folder.resolve("keyset-" + shared.kind() + "-" + name + ".json");
    this.hosts = folder.resolve("hosts-" + shared.kind() + "-" + name + ".txt");
    this.store = FaultProxy.to(shared.address());
    this.server = FaultProxy.to(issuer.getPort());
    this.log = folder.resolve("node-" + shared.kind() + "-" + name + ".log");
    this.properties = new HashMap<>(shared.nodeProperties(store.port()));
    properties.put("fleet.server", "http://127.0.0.1:" + server.port());
    properties.put("fleet.authorize", authorize.toString());
    properties.put("fleet.keyset", keyset.toString());
    properties.put("fleet.log", "TRACE");
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().matches("fleet\\.(calm|quick|soak)\\.(deadline|lease|hold)")) {
                properties.put(key.toString(), value.toString());
              }
            });
    // Row R4 needs a node with a single connection. This node has it for all rows.
    properties.put("fleet.store.pool", name.equals("C") ? "1" : "6");
    properties.put("jdk.net.hosts.file", hosts.toString());
    properties.put("sun.net.inetaddr.ttl", "1");
    receiveKeys(keys);
    localhostIs("127.0.0.1");
    properties.put("fleet.node", name);
    properties.put("fleet.api", issuer + "/api");
    this.jvm = start();
  }

  private NodeJvm start() {
    var started = new NodeJvm(properties, log);
    incarnations.add(started);
    return started;
  }

  /** {@return the proxy to the store} */
  public FaultProxy store() {
    return store;
  }

  /** {@return the proxy to the authorization server} */
  public FaultProxy server() {
    return server;
  }

  Path log() {
    return log;
  }

  /** Waits until the node accepts commands. */
  public void awaitReady() {
    await("node " + name + " to be ready, see " + log)
        .atMost(TO_START)
        .until(() -> jvm.said().contains("ready") || !jvm.isAlive());
    if (!jvm.isAlive()) {
      throw new AssertionError("Node " + name + " has died, see " + log);
    }
  }

  /** Starts a call for a token. */
  public CompletableFuture<Answer> asking(String principal) {
    return asking(principal, 1);
  }

  /** Starts calls for a token on many threads at the same time. */
  public CompletableFuture<Answer> asking(String principal, int threads) {
    return jvm.call("token " + principal + " " + threads).thenApply(Answer::parse);
  }

  /** {@return the result of a call for a token} */
  public Answer ask(String principal) {
    return NodeJvm.get(asking(principal));
  }

  /** Starts a call that demands a newer token. */
  public CompletableFuture<Answer> refreshing(String principal) {
    return jvm.call("refresh " + principal + " 1").thenApply(Answer::parse);
  }

  /** {@return the result of a call that demands a newer token} */
  public Answer refresh(String principal) {
    return NodeJvm.get(refreshing(principal));
  }

  /** {@return the token of a caller who retries retryable failures} */
  public String askUntilToken(String principal) {
    return untilToken(() -> ask(principal));
  }

  /** {@return the token like {@link #askUntilToken}, for a caller who demands a newer token} */
  public String refreshUntilToken(String principal) {
    return untilToken(() -> refresh(principal));
  }

  private String untilToken(Supplier<Answer> call) {
    var last = new AtomicReference<Answer>();
    try {
      await()
          .pollDelay(Duration.ZERO)
          .atMost(PATIENCE)
          .until(
              () -> {
                last.set(call.get());
                return last.get().isToken();
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("Node " + name + " gets no token: " + last.get(), e);
    }
    return last.get().token();
  }

  /** {@return the failure that ends the attempts of a caller who retries retryable failures} */
  public String askUntilFinal(String principal) {
    var last = new AtomicReference<Answer>();
    await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(
            () -> {
              last.set(ask(principal));
              return last.get().isToken() || !last.get().failure().contains("retryable");
            });
    return last.get().failure();
  }

  /** Revokes the grant. */
  public Answer revoke(String principal) {
    return Answer.parse(NodeJvm.get(jvm.call("revoke " + principal)));
  }

  URI consentUrl(String principal) {
    return URI.create(NodeJvm.get(jvm.call("consent " + principal)));
  }

  Answer callback(String principal, URI callback) {
    return Answer.parse(NodeJvm.get(jvm.call("callback " + principal + " " + callback)));
  }

  /** Sets the error of the wall clock. */
  public void clockIsWrongBy(Duration error) {
    NodeJvm.get(jvm.call("clock " + error));
  }

  /** Lets the node read from a replica that does not advance. */
  public void readsFromStaleReplica(boolean on) {
    NodeJvm.get(jvm.call("lag " + on));
  }

  /** Sets the keyset file of the node, which the node reads every second. */
  public void receiveKeys(String keys) {
    write(keyset, keys);
  }

  /** {@return the current primary key, and all keys that can decrypt, as in {@code 1 of 1 2}} */
  public String keys() {
    return NodeJvm.get(jvm.call("keys"));
  }

  /**
   * Seals all documents of other keys again with the primary key.
   *
   * @return the number of these documents
   */
  public int reseal() {
    return Integer.parseInt(NodeJvm.get(jvm.call("reseal")));
  }

  /**
   * Sets the address of {@code localhost} for this node, which uses it after at most one second.
   */
  public void localhostIs(String address) {
    write(hosts, address + " localhost\n");
  }

  /** Replaces the file, so that a reader never sees a part of the content. */
  private static void write(Path file, String text) {
    try {
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the result of a call that imports an old token} */
  public Answer adopt(String principal) {
    return Answer.parse(NodeJvm.get(jvm.call("adopt " + principal)));
  }

  /**
   * Makes the next thread at this place throw an error of the machine: no memory, or a stack
   * overflow.
   */
  public void throwAt(String place) {
    NodeJvm.get(jvm.call("throw " + place));
  }

  /** Makes the node behave like the next version, whose documents have an additional member. */
  public void isOfTheNextVersion(boolean on) {
    NodeJvm.get(jvm.call("newer " + on));
  }

  /**
   * {@return true if the document of this user had the additional member when this node last read
   * or wrote it}
   */
  public boolean hasSeenTheNextVersionsMember(String principal) {
    return Boolean.parseBoolean(NodeJvm.get(jvm.call("kept " + principal)));
  }

  /** Moves the grants of users with the pace {@code ELSEWHERE} to this Redis. */
  public void goesElsewhere(String uri) {
    NodeJvm.get(jvm.call("elsewhere " + uri));
  }

  /** Reverses {@link #goesElsewhere}. */
  public void comesBack() {
    NodeJvm.get(jvm.call("back"));
  }

  /** Interrupts every caller on this node. */
  public void interruptCallers() {
    NodeJvm.get(jvm.call("interrupt"));
  }

  /** {@return the number of threads of Hexauth on this node} */
  public int threads() {
    return Integer.parseInt(NodeJvm.get(jvm.call("threads")));
  }

  /** Stops the next thread that reaches this point. */
  public void stopAt(FaultPoint point) {
    jvm.send("stop " + point);
  }

  /** Waits until a thread is stopped at the point. */
  public void awaitStoppedAt(FaultPoint point, String key) {
    await("node " + name + " to stand at " + point)
        .atMost(PATIENCE)
        .until(() -> jvm.said().contains("stopped " + point + " " + key));
  }

  /** Lets the thread at this point continue. */
  public void go(FaultPoint point) {
    jvm.send("go " + point);
  }

  /** Kills the process like {@code kill -9}. */
  public void kill() {
    jvm.kill();
  }

  /** Ends the process like {@code kill -TERM}, as a deployment does. */
  public void terminate() {
    jvm.signal("TERM");
  }

  /**
   * Waits until the process has ended by itself.
   *
   * @return the exit status
   */
  public int awaitEnd() {
    return jvm.awaitEnd();
  }

  /**
   * Stops all threads like {@code kill -STOP}: a pause of the garbage collector, or a sleeping
   * laptop.
   */
  public void freeze() {
    jvm.signal("STOP");
    await("node " + name + " to freeze").atMost(PATIENCE).until(jvm::isStopped);
  }

  /** Continues all threads like {@code kill -CONT}. */
  public void thaw() {
    jvm.signal("CONT");
  }

  /**
   * {@return the events of this principal that listeners received, such as {@code ADOPTED 2 hash}}
   */
  public List<String> events(String principal) {
    String prefix = "event " + principal + " ";
    return jvm.said().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  /** {@return the output of each process of this node, oldest first} */
  public List<Queue<String>> everythingSaid() {
    return incarnations.stream().map(NodeJvm::said).toList();
  }

  /** Starts calls of the API on many threads at the same time. */
  public CompletableFuture<Answer> using(String principal, int threads) {
    return jvm.call("use " + principal + " " + threads).thenApply(Answer::parse);
  }

  /** {@return true if the process has printed this line} */
  public boolean hasSaid(String line) {
    return jvm.said().contains(line);
  }

  boolean isAlive() {
    return jvm.isAlive();
  }

  /** Reverses all changes of a row. The memory of the process is kept. */
  public void heal() {
    store.pass();
    server.pass();
    if (jvm.isAlive()) {
      jvm.signal("CONT");
      for (FaultPoint point : FaultPoint.values()) {
        go(point);
      }
    } else {
      jvm = start();
    }
  }

  @Override
  public void close() {
    jvm.close();
    store.close();
    server.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
