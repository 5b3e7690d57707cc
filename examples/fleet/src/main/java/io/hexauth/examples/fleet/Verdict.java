// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judgement of whether the promises were kept.
 *
 * @param books of the server
 * @param killed the nodes that were
 * @param fallen what the nodes have printed that fell by themselves
 * @param said what all nodes said, one line each
 */
record Verdict(Books books, Set<String> killed, List<String> fallen, List<String> said) {

  /** Answer to a caller whose new refresh token died with a node. */
  static final String LOST = "ROTATION_LOST";

  /**
   * Answer to a caller who may try again: in the hold after the lease of a dead node, and on a
   * machine that is too slow for the deadline. It costs a call, and breaks no promise; but a run of
   * such calls shows nothing.
   */
  static final String LATER = "retryable";

  /** Of this many calls one: the hold of a dead node's grant alone takes half of that. */
  private static final int FEW = 10;

  /** {@return what was broken, one line each; empty if nothing was} */
  List<String> broken() {
    var broken = new ArrayList<String>();
    long unexplained = books.presentedAgainWithoutDeath(killed);
    broken(broken, unexplained, "refresh tokens were presented twice, and no node had died for it");
    broken(broken, books.revoked() - lost(), "families were revoked, and no node had died for it");
    broken(broken, usersWho(LOST) - lost(), "users were told of a loss that was none");
    failures()
        .forEach(
            (why, count) -> {
              if (!why.equals(LOST) && !why.startsWith(LATER)) {
                broken(broken, count, "calls failed: " + why);
              }
            });
    if (retryable() * FEW > calls()) {
      broken.add(retryable() + " calls were told to try again, so nothing was shown");
    }
    said.stream()
        .filter(line -> line.startsWith("last ") && !line.endsWith(" ok"))
        .forEach(line -> broken.add("at the end " + line));
    said.stream().filter(line -> line.startsWith("defect ")).forEach(broken::add);
    fallen.forEach(node -> broken.add("a node does not work: " + node));
    if (calls() == 0 || books.presenters().isEmpty()) {
      broken.add("nothing was called or refreshed, so nothing was shown");
    }
    return broken;
  }

  private static void broken(List<String> broken, long count, String what) {
    if (count > 0) {
      broken.add(count + " " + what);
    }
  }

  /** {@return how many rotations were lost: presented, and again after the presenter's death} */
  long lost() {
    return books.presentedMoreThan(1) - books.presentedAgainWithoutDeath(killed);
  }

  long calls() {
    return said.stream()
        .filter(line -> line.startsWith("calls "))
        .mapToLong(line -> Long.parseLong(line.substring("calls ".length())))
        .sum();
  }

  /** {@return failed calls, by reason} */
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
