// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.soak.Fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** History of a soak: the faults, and the results of calls. */
final class History {

  /** A token that a node returned. */
  record Served(String node, String user, String token) {}

  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Map<Fault.Kind, Integer> counts = new ConcurrentHashMap<>();
  private final Map<Served, Long> served = new ConcurrentHashMap<>();
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  /** Records a fault that lasts as long as the task. */
  void during(Kind kind, String node, Runnable task) {
    counts.merge(kind, 1, Integer::sum);
    long from = System.nanoTime();
    var open = new Fault(kind, node, from, Long.MAX_VALUE);
    faults.add(open);
    try {
      task.run();
    } finally {
      faults.add(new Fault(kind, node, from, System.nanoTime()));
      faults.remove(open);
    }
  }

  /** Records that calls of this user on this node have returned. */
  void returned(String node, String user, Answer answer) {
    answer
        .outcomes()
        .forEach(
            (outcome, count) -> {
              String[] parts = outcome.split(":", 3);
              if (parts[0].equals("token")) {
                String taken = parts.length > 2 ? parts[2] : user;
                served.putIfAbsent(new Served(node, user, parts[1]), System.nanoTime());
                outcomes.merge(taken.equals(user) ? "good token" : taken, count, Integer::sum);
                if (taken.contains("@") && !taken.equals(user)) {
                  violations.add("I6: a token of " + taken + " was served to " + user);
                }
              } else {
                outcomes.merge(outcome, count, Integer::sum);
                if (parts[0].equals("defect")) {
                  violations.add("A defect: " + outcome);
                }
              }
            });
  }

  void count(String what) {
    outcomes.merge(what, 1, Integer::sum);
  }

  void violated(String what) {
    violations.add(what);
  }

  List<Fault> faults() {
    return new ArrayList<>(faults);
  }

  Map<Served, Long> served() {
    return served;
  }

  Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  Map<Fault.Kind, Integer> faultCounts() {
    return new TreeMap<>(counts);
  }

  List<String> violations() {
    return new ArrayList<>(violations);
  }
}
