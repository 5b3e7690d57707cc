// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A performance target and the result of this run.
 *
 * @param outcome the measured value
 * @param met whether this value meets the target
 */
record Verdict(String target, String outcome, boolean met) {

  /**
   * The factor by which a second thread may make a call slower, compared with the limit in the same
   * run.
   */
  private static final double FLAT = 1.25;

  static List<Verdict> of(Measurements measured) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Subject ours : List.of(Subject.AUTHORIZE, Subject.CLIENT, Subject.SESSION)) {
      double most = ours == Subject.AUTHORIZE ? 1.2 : 1.5;
      for (int threads : List.of(1, 2)) {
        double times = measured.of(ours, threads).times(measured.of(Subject.LIMIT, threads));
        verdicts.add(
            new Verdict(
                "P1 %s, %d thread(s): at most %s × limit".formatted(ours.title(), threads, most),
                String.format(Locale.ROOT, "%.2f × limit", times),
                times <= most));
      }
      verdicts.add(allocation(measured, ours));
      verdicts.add(flat(measured, ours));
    }
    verdicts.add(ahead(measured, 1));
    verdicts.add(ahead(measured, 2));
    verdicts.addAll(feign(measured));
    return verdicts;
  }

  private static Verdict allocation(Measurements measured, Subject ours) {
    double most = Math.max(measured.of(ours, 1).bytes(), measured.of(ours, 2).bytes());
    return new Verdict(
        "P1 " + ours.title() + ": 0 B/op",
        String.format(Locale.ROOT, "%.3f B/op", most),
        measured.of(ours, 1).isAllocationFree() && measured.of(ours, 2).isAllocationFree());
  }

  private static Verdict flat(Measurements measured, Subject ours) {
    double growth = measured.of(ours, 2).times(measured.of(ours, 1));
    double limit = measured.of(Subject.LIMIT, 2).times(measured.of(Subject.LIMIT, 1));
    return new Verdict(
        "P1 " + ours.title() + ": flat from 1 to 2 threads",
        String.format(Locale.ROOT, "%.2f × the time with 1 thread (limit: %.2f ×)", growth, limit),
        growth <= FLAT * Math.max(1, limit));
  }

  private static Verdict ahead(Measurements measured, int threads) {
    Measurement best =
        Arrays.stream(Subject.values())
            .filter(Subject::isPeer)
            .map(peer -> measured.of(peer, threads))
            .min(Comparator.comparingDouble(Measurement::nanos))
            .orElseThrow();
    Measurement ours = measured.of(Subject.CLIENT, threads);
    return new Verdict(
        "P1 `client.token()` faster than every other library, %d thread(s)".formatted(threads),
        String.format(
            Locale.ROOT,
            "the fastest other is %s: %.1f × the time of Hexauth",
            best.subject().title(),
            best.times(ours)),
        best.nanos() > ours.nanos());
  }

  private static List<Verdict> feign(Measurements measured) {
    Measurement byHand = measured.of(Subject.FEIGN_BY_HAND, 1);
    Measurement authorized = measured.of(Subject.FEIGN_OAUTH, 1);
    double bytes = authorized.bytes() - byHand.bytes();
    double nanos = authorized.nanos() - byHand.nanos();
    double share = 100 * nanos / measured.of(Subject.FEIGN_LOOPBACK, 1).nanos();
    return List.of(
        new Verdict(
            "P3 Feign call: at most 400 B more than by hand",
            String.format(Locale.ROOT, "%+.0f B/op", bytes),
            bytes <= 400),
        new Verdict(
            "P3 Feign call: more than by hand by at most 3 % of an empty call to loopback",
            String.format(Locale.ROOT, "%+.0f ns/op, %.1f %%", nanos, share), share <= 3));
  }
}
