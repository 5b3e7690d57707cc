// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.testkit.fault.FaultyJvm;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** All processes of the application, including the killed ones. Used by one thread. */
final class Fleet implements AutoCloseable {

  /** One process of the application. */
  private record Member(String name, FaultyJvm jvm, int slot) {
    boolean hasSaid(String line) {
      return jvm.output().lines().anyMatch(line::equals);
    }
  }

  private final Function<String, FaultyJvm> starter;
  private final PrintStream out;
  private final Random random = new Random();
  private final List<Member> all = new ArrayList<>();
  private final List<Member> calling = new ArrayList<>();
  private final Set<String> killed = new HashSet<>();

  Fleet(int nodes, Function<String, FaultyJvm> starter, PrintStream out) {
    this.starter = starter;
    this.out = out;
    for (int slot = 1; slot <= nodes; slot++) {
      start(slot);
    }
    all.forEach(member -> member.jvm().await("ready"));
  }

  private void start(int slot) {
    long before = all.stream().filter(member -> member.slot() == slot).count();
    String name = slot + "." + (before + 1);
    all.add(new Member(name, starter.apply(name), slot));
  }

  /** Connects a user: one node starts the authorization, and another node receives the callback. */
  void consent(FakeAuthorizationServer server, String user) {
    List<Member> ready = ready();
    FaultyJvm one = ready.get(random.nextInt(ready.size())).jvm();
    FaultyJvm two = ready.get(random.nextInt(ready.size())).jvm();
    one.send("visit " + user);
    URI url = URI.create(one.await("visit ").substring("visit ".length()));
    two.send("callback " + user + " " + server.consent(url, user));
    two.await("consented " + user);
  }

  /** Starts callers on nodes that have become ready. */
  void work() {
    for (Member member : ready()) {
      if (!calling.contains(member)) {
        member.jvm().send("go");
        calling.add(member);
      }
    }
  }

  private List<Member> ready() {
    return all.stream()
        .filter(
            member ->
                !killed.contains(member.name())
                    && member.jvm().isAlive()
                    && member.hasSaid("ready"))
        .toList();
  }

  void killAny() {
    kill(ready().get(random.nextInt(ready().size())), "");
  }

  /** {@return true if this node existed and was killed} */
  boolean kill(String name, String when) {
    Optional<Member> member = ready().stream().filter(m -> m.name().equals(name)).findFirst();
    member.ifPresent(m -> kill(m, when));
    return member.isPresent();
  }

  private void kill(Member member, String when) {
    killed.add(member.name());
    member.jvm().kill();
    start(member.slot());
    out.printf(
        "kill -9 of node %s, pid %d%s; %s replaces it%n",
        member.name(), member.jvm().pid(), when, all.get(all.size() - 1).name());
  }

  /**
   * Ends the run: callers stop, every node makes one more call for every user, and the nodes close.
   */
  void finish(FakeAuthorizationServer server) {
    List<FaultyJvm> living = new ArrayList<>();
    for (Member member : all) {
      if (!killed.contains(member.name())) {
        if (!member.hasSaid("ready")) {
          member.jvm().await("ready"); // it may have just replaced a node
        }
        living.add(member.jvm());
      }
    }
    tell(living, "stop", "stopped");
    tell(living, "check first", "checked first");
    said().stream()
        .filter(line -> line.startsWith("first ") && line.endsWith(" " + Verdict.LOST))
        .map(line -> line.split(" ", 3)[1])
        .distinct()
        .forEach(user -> consent(server, user)); // the loss was noticed late
    tell(living, "check last", "checked last");
    tell(living, "end", "ended");
  }

  private static void tell(List<FaultyJvm> living, String command, String done) {
    living.forEach(jvm -> jvm.send(command));
    living.forEach(jvm -> jvm.await(done));
  }

  /** {@return output of nodes that were not killed and do not work} */
  List<String> fallen() {
    return all.stream()
        .filter(member -> !killed.contains(member.name()))
        .filter(member -> !member.hasSaid("ended"))
        .map(member -> "node " + member.name() + ":\n" + member.jvm().output())
        .toList();
  }

  Set<String> killed() {
    return Set.copyOf(killed);
  }

  /** {@return all lines that the nodes have printed} */
  List<String> said() {
    return all.stream().flatMap(member -> member.jvm().output().lines()).toList();
  }

  @Override
  public void close() {
    all.forEach(member -> member.jvm().close());
  }
}
