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
 * One node of a fleet: a JVM, and the two cables it hangs on. A node that was killed comes back
 * with the same cables and nothing in its memory.
 */
public final class Member implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A JVM that starts on a busy machine, perhaps without its store; no promise is about that. */
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
    // One of them has a single connection for everything that it does, and for all rows: R4.
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

  /** {@return the cable to the store} */
  public FaultProxy store() {
    return store;
  }

  /** {@return the cable to the authorization server} */
  public FaultProxy server() {
    return server;
  }

  Path log() {
    return log;
  }

  /** Waits until it can be asked. */
  public void awaitReady() {
    await("node " + name + " to be ready, see " + log)
        .atMost(TO_START)
        .until(() -> jvm.said().contains("ready") || !jvm.isAlive());
    if (!jvm.isAlive()) {
      throw new AssertionError("Node " + name + " has died, see " + log);
    }
  }

  /** Begins to ask for a token, once. */
  public CompletableFuture<Answer> asking(String principal) {
    return asking(principal, 1);
  }

  /** Begins to ask for a token, on many threads at once. */
  public CompletableFuture<Answer> asking(String principal, int threads) {
    return jvm.call("token " + principal + " " + threads).thenApply(Answer::parse);
  }

  /** {@return what a caller on this node gets} */
  public Answer ask(String principal) {
    return NodeJvm.get(asking(principal));
  }

  /** Begins to demand a newer token. */
  public CompletableFuture<Answer> refreshing(String principal) {
    return jvm.call("refresh " + principal + " 1").thenApply(Answer::parse);
  }

  /** {@return what a caller gets who demands a newer token} */
  public Answer refresh(String principal) {
    return NodeJvm.get(refreshing(principal));
  }

  /** {@return the token that a caller gets who tries again where that may help} */
  public String askUntilToken(String principal) {
    return untilToken(() -> ask(principal));
  }

  /** {@return as {@link #askUntilToken}, for a caller who demands a newer token} */
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

  /** {@return the failure that ends the tries of a caller who tries again where that may help} */
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

  /** Ends the grant. */
  public Answer revoke(String principal) {
    return Answer.parse(NodeJvm.get(jvm.call("revoke " + principal)));
  }

  URI consentUrl(String principal) {
    return URI.create(NodeJvm.get(jvm.call("consent " + principal)));
  }

  Answer callback(String principal, URI callback) {
    return Answer.parse(NodeJvm.get(jvm.call("callback " + principal + " " + callback)));
  }

  /** Sets the clock on its wall wrong. */
  public void clockIsWrongBy(Duration error) {
    NodeJvm.get(jvm.call("clock " + error));
  }

  /** Lets it read from a replica that stands still. */
  public void readsFromStaleReplica(boolean on) {
    NodeJvm.get(jvm.call("lag " + on));
  }

  /** Gives it a keyset, which it looks at every second. */
  public void receiveKeys(String keys) {
    write(keyset, keys);
  }

  /** {@return the primary key that it has now, and those that it reads, as in {@code 1 of 1 2}} */
  public String keys() {
    return NodeJvm.get(jvm.call("keys"));
  }

  /** Has it seal everything again that its primary key did not; {@return how much that was} */
  public int reseal() {
    return Integer.parseInt(NodeJvm.get(jvm.call("reseal")));
  }

  /** What {@code localhost} means to it, a second later. */
  public void localhostIs(String address) {
    write(hosts, address + " localhost\n");
  }

  /** Written at once: a reader never sees half of it. */
  private static void write(Path file, String text) {
    try {
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what a caller gets who hands in a token of yesterday} */
  public Answer adopt(String principal) {
    return Answer.parse(NodeJvm.get(jvm.call("adopt " + principal)));
  }

  /** The next thread at this place throws an error of the machine: no memory, no stack. */
  public void throwAt(String place) {
    NodeJvm.get(jvm.call("throw " + place));
  }

  /** Makes it a node of the next version, whose documents have a member more. */
  public void isOfTheNextVersion(boolean on) {
    NodeJvm.get(jvm.call("newer " + on));
  }

  /** {@return whether the document of this user had that member when it was last here} */
  public boolean hasSeenTheNextVersionsMember(String principal) {
    return Boolean.parseBoolean(NodeJvm.get(jvm.call("kept " + principal)));
  }

  /** Users of the pace {@code ELSEWHERE} have their grants in this Redis. */
  public void goesElsewhere(String uri) {
    NodeJvm.get(jvm.call("elsewhere " + uri));
  }

  /** The end of {@link #goesElsewhere}. */
  public void comesBack() {
    NodeJvm.get(jvm.call("back"));
  }

  /** Interrupts every caller on this node. */
  public void interruptCallers() {
    NodeJvm.get(jvm.call("interrupt"));
  }

  /** {@return how many threads of it are Hexauth's} */
  public int threads() {
    return Integer.parseInt(NodeJvm.get(jvm.call("threads")));
  }

  /** The next thread that comes to this point stands there. */
  public void stopAt(FaultPoint point) {
    jvm.send("stop " + point);
  }

  /** Waits until a thread stands at the point. */
  public void awaitStoppedAt(FaultPoint point, String key) {
    await("node " + name + " to stand at " + point)
        .atMost(PATIENCE)
        .until(() -> jvm.said().contains("stopped " + point + " " + key));
  }

  /** The thread at this point goes on. */
  public void go(FaultPoint point) {
    jvm.send("go " + point);
  }

  /** {@code kill -9}. */
  public void kill() {
    jvm.kill();
  }

  /** {@code kill -TERM}, as a deployment does. */
  public void terminate() {
    jvm.signal("TERM");
  }

  /** {@return its exit value, once it has ended by itself} */
  public int awaitEnd() {
    return jvm.awaitEnd();
  }

  /** {@code kill -STOP}: a pause of the garbage collector, a laptop that sleeps. */
  public void freeze() {
    jvm.signal("STOP");
    await("node " + name + " to freeze").atMost(PATIENCE).until(jvm::isStopped);
  }

  /** {@code kill -CONT}. */
  public void thaw() {
    jvm.signal("CONT");
  }

  /** {@return what its listeners were told about this principal, such as {@code ADOPTED 2 hash}} */
  public List<String> events(String principal) {
    String prefix = "event " + principal + " ";
    return jvm.said().stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  /** {@return what each of its processes has said, oldest first} */
  public List<Queue<String>> everythingSaid() {
    return incarnations.stream().map(NodeJvm::said).toList();
  }

  /** Begins to use a token at the API, on many threads at once. */
  public CompletableFuture<Answer> using(String principal, int threads) {
    return jvm.call("use " + principal + " " + threads).thenApply(Answer::parse);
  }

  /** {@return whether it has said this line} */
  public boolean hasSaid(String line) {
    return jvm.said().contains(line);
  }

  boolean isAlive() {
    return jvm.isAlive();
  }

  /** Whatever was done to it, it is as new; what it remembers it goes on remembering. */
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
