// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A performance target and the result of this run.
 *
 * @param outcome the measured value
 * @param met whether this value meets the target
 */
record Verdict(String target, String outcome, boolean met) {

  private static final List<Subject> OURS =
      List.of(Subject.AUTHORIZE, Subject.CLIENT, Subject.SESSION);

  /**
   * The factor by which a second thread may make a call slower, compared with the minimal program
   * in the same run.
   */
  private static final double FLAT = 1.25;

  /** {@return a table with one row for each target, after an empty line} */
  static String table(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(
            v -> "| %s | %s | %s |\n".formatted(v.target, v.outcome, v.met ? "met" : "**not met**"))
        .collect(
            Collectors.joining(
                "", "\n| target for Hexauth | measured | result |\n|---|---|---|\n", ""));
  }

  static List<Verdict> of(Measurements measured) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Subject ours : OURS) {
      verdicts.add(time(measured, ours, Subject.LIMIT, ours == Subject.AUTHORIZE ? 1.2 : 1.5));
    }
    verdicts.add(allocation(measured));
    verdicts.add(flat(measured));
    verdicts.add(ahead(measured));
    verdicts.addAll(feign(measured));
    return verdicts;
  }

  /** Compares a call with the minimal program, on one thread and on two. */
  static Verdict time(Measurements measured, Subject ours, Subject limit, double most) {
    double one = measured.of(ours, 1).times(measured.of(limit, 1));
    double two = measured.of(ours, 2).times(measured.of(limit, 2));
    return new Verdict(
        "%s takes at most %s times as long as the minimal program"
            .formatted(ours.call(), Double.toString(most).replace(".0", "")),
        String.format(Locale.ROOT, "%.2f times on 1 thread, %.2f times on 2 threads", one, two),
        Math.max(one, two) <= most);
  }

  private static Verdict allocation(Measurements measured) {
    double most =
        OURS.stream().flatMap(measured::on).mapToDouble(Measurement::bytes).max().orElseThrow();
    return new Verdict(
        names() + " allocate no memory",
        String.format(Locale.ROOT, "at most %.3f bytes for each call", most),
        OURS.stream().flatMap(measured::on).allMatch(Measurement::isAllocationFree));
  }

  private static Verdict flat(Measurements measured) {
    double growth = OURS.stream().mapToDouble(measured::growth).max().orElseThrow();
    double most = FLAT * Math.max(1, measured.growth(Subject.LIMIT));
    return new Verdict(
        String.format(
            Locale.ROOT,
            "on 2 threads, %s take at most %.2f times as long as on 1 thread",
            names(),
            most),
        String.format(Locale.ROOT, "at most %.2f times", growth),
        growth <= most);
  }

  private static String names() {
    return "%s, %s and %s".formatted(OURS.stream().map(Subject::call).toArray());
  }

  private static Verdict ahead(Measurements measured) {
    return new Verdict(
        Subject.CLIENT.call() + " is faster than every other library",
        "the fastest other library takes "
            + times(measured, 1)
            + " on 1 thread, "
            + times(measured, 2)
            + " on 2 threads",
        fastest(measured, 1).nanos() > measured.of(Subject.CLIENT, 1).nanos()
            && fastest(measured, 2).nanos() > measured.of(Subject.CLIENT, 2).nanos());
  }

  private static String times(Measurements measured, int threads) {
    Measurement fastest = fastest(measured, threads);
    return String.format(
        Locale.ROOT,
        "%.1f times as long (%s)",
        fastest.times(measured.of(Subject.CLIENT, threads)),
        fastest.subject().title().replaceFirst(" `.*", ""));
  }

  private static Measurement fastest(Measurements measured, int threads) {
    return Arrays.stream(Subject.values())
        .filter(Subject::isPeer)
        .map(peer -> measured.of(peer, threads))
        .min(Comparator.comparingDouble(Measurement::nanos))
        .orElseThrow();
  }

  private static List<Verdict> feign(Measurements measured) {
    Measurement byHand = measured.of(Subject.FEIGN_BY_HAND, 1);
    Measurement authorized = measured.of(Subject.FEIGN_OAUTH, 1);
    double bytes = authorized.bytes() - byHand.bytes();
    double nanos = authorized.nanos() - byHand.nanos();
    double share = 100 * nanos / measured.of(Subject.FEIGN_LOOPBACK, 1).nanos();
    return List.of(
        new Verdict(
            "for each Feign call, `OAuthFeign` allocates at most 400 bytes more than minimal code",
            String.format(Locale.ROOT, "%,.0f bytes more", bytes),
            bytes <= 400),
        new Verdict(
            "`OAuthFeign` takes longer than minimal code by at most 3 % of a Feign call over loopback",
            String.format(Locale.ROOT, "%.1f %% (%,.0f ns)", share, nanos), share <= 3));
  }
}
