// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks whether the promises were kept.
 *
 * @param books the requests that the server received
 * @param killed the names of the killed nodes
 * @param fallen the output of nodes that ended without being killed
 * @param said all lines of all nodes
 */
record Verdict(Books books, Set<String> killed, List<String> fallen, List<String> said) {

  /** Result of a call whose new refresh token was lost with a killed node. */
  static final String LOST = "ROTATION_LOST";

  /**
   * Result of a call that may be repeated: during the hold after the lease of a killed node, or if
   * the machine is too slow for the deadline. Such a call breaks no promise, but a run with many
   * such calls proves nothing.
   */
  static final String LATER = "retryable";

  /**
   * Of this many calls, one may be repeatable. The holds of killed nodes already cause about half
   * of that.
   */
  private static final int FEW = 10;

  /** {@return the broken promises, one line each; empty if all were kept} */
  List<String> broken() {
    var broken = new ArrayList<String>();
    long unexplained = books.presentedAgainWithoutDeath(killed);
    broken(
        broken,
        unexplained,
        "refresh tokens were presented twice, although their first node" + " was not killed");
    broken(
        broken,
        books.revoked() - lost(),
        "families were revoked, although no node of theirs" + " was killed");
    broken(broken, usersWho(LOST) - lost(), "users were told of a loss that did not happen");
    failures()
        .forEach(
            (why, count) -> {
              if (!why.equals(LOST) && !why.startsWith(LATER)) {
                broken(broken, count, "calls failed: " + why);
              }
            });
    if (retryable() * FEW > calls()) {
      broken.add(retryable() + " calls were told to try again, so this run proves nothing");
    }
    said.stream()
        .filter(line -> line.startsWith("last ") && !line.endsWith(" ok"))
        .forEach(line -> broken.add("at the end " + line));
    said.stream().filter(line -> line.startsWith("defect ")).forEach(broken::add);
    fallen.forEach(node -> broken.add("a node does not work: " + node));
    if (calls() == 0 || books.presenters().isEmpty()) {
      broken.add("no call or refresh took place, so this run proves nothing");
    }
    return broken;
  }

  private static void broken(List<String> broken, long count, String what) {
    if (count > 0) {
      broken.add(count + " " + what);
    }
  }

  /**
   * {@return the number of lost rotations: refresh tokens that were presented again after the death
   * of their first node}
   */
  long lost() {
    return books.presentedMoreThan(1) - books.presentedAgainWithoutDeath(killed);
  }

  long calls() {
    return said.stream()
        .filter(line -> line.startsWith("calls "))
        .mapToLong(line -> Long.parseLong(line.substring("calls ".length())))
        .sum();
  }

  /** {@return the number of failed calls, by reason} */
  Map<String, Long> failures() {
    var failures = new TreeMap<String, Long>();
    said.stream()
        .filter(Verdict::isFailure)
        .forEach(line -> failures.merge(line.split(" ", 3)[2], 1L, Long::sum));
    return failures;
  }

  private static boolean isFailure(String line) {
    return line.startsWith("failed ") || (line.startsWith("first ") && !line.endsWith(" ok"));
  }

  private long retryable() {
    return failures().entrySet().stream()
        .filter(failure -> failure.getKey().startsWith(LATER))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long usersWho(String why) {
    return said.stream()
        .filter(line -> isFailure(line) && line.endsWith(" " + why))
        .map(line -> line.split(" ", 3)[1])
        .distinct()
        .count();
  }

  void print(PrintStream out) {
    long toldOfLoss = failures().getOrDefault(LOST, 0L);
    long failed = failures().values().stream().mapToLong(Long::longValue).sum();
    out.printf("refresh tokens presented   %d%n", books.presenters().size());
    out.printf("  once                     %d%n", books.presented(1));
    out.printf("  again, after a death     %d   (rotations lost with the node)%n", lost());
    out.printf("  again, without a death   %d%n", books.presentedAgainWithoutDeath(killed));
    out.printf("families revoked           %d   (at most the lost ones)%n", books.revoked());
    out.printf("calls of the API           %d%n", calls());
    out.printf(
        "  failed, \"consent again\"  %d   (of %d users, who then did)%n",
        toldOfLoss, usersWho(LOST));
    out.printf("  failed, \"try again\"      %d%n", retryable());
    failures()
        .forEach(
            (why, count) -> {
              if (why.startsWith(LATER)) {
                out.printf("    %4d %s%n", count, why);
              }
            });
    out.printf("  failed otherwise         %d%n", failed - toldOfLoss - retryable());
    out.printf("nodes killed               %d%n", killed.size());
    broken().forEach(line -> out.println("BROKEN: " + line));
    out.println(broken().isEmpty() ? "every promise was kept" : "a promise was broken");
  }
}
