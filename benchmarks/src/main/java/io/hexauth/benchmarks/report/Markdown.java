// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.util.Locale;

/**
 * The report about valid tokens as Markdown: a table for tokens, one for Feign, one for the
 * targets.
 */
final class Markdown {

  private final Measurements measured;
  private final StringBuilder text = new StringBuilder();

  private Markdown(Measurements measured) {
    this.measured = measured;
  }

  static String of(Circumstances now, Effort effort, Measurements measured) {
    var markdown = new Markdown(measured);
    markdown.text.append(now.heading("Report", effort.toString()));
    markdown.tokens();
    markdown.feign();
    markdown.text.append(Verdict.table(Verdict.of(measured)));
    return markdown.text.toString();
  }

  private void tokens() {
    line("");
    line(times("returning a valid token (less is better)"));
    for (Subject subject : Subject.values()) {
      if (subject.isOfOneRegistration()) {
        line(times(measured, subject, Subject.LIMIT));
      }
    }
  }

  /**
   * {@return the head of a table with the rows of {@link #times(Measurements, Subject, Subject)}}
   */
  static String times(String title) {
    return """
        | %s | 1 thread: ns for each call | 2 threads: ns for each call | ratio to the minimal program: 1 thread and 2 threads | bytes allocated by each call |
        |---|---|---|---|---|"""
        .formatted(title);
  }

  static String times(Measurements measured, Subject subject, Subject limit) {
    Measurement one = measured.of(subject, 1);
    Measurement two = measured.of(subject, 2);
    return "| %s | %s | %s | %s and %s | %s |"
        .formatted(
            subject.title(),
            time(one),
            time(two),
            number(one.times(measured.of(limit, 1))),
            number(two.times(measured.of(limit, 2))),
            bytes(one));
  }

  private void feign() {
    line("");
    line(
        "| Feign call on 1 thread (less is better) | ns for each call | bytes allocated by each call |");
    line("|---|---|---|");
    for (Subject subject : Subject.values()) {
      if (subject.isFeign()) {
        Measurement one = measured.of(subject, 1);
        line("| %s | %s | %s |".formatted(subject.title(), time(one), bytes(one)));
      }
    }
  }

  private static String time(Measurement m) {
    String error = Double.isNaN(m.error()) ? "" : " ± " + number(m.error());
    return number(m.nanos()) + error;
  }

  private static String bytes(Measurement m) {
    return m.isAllocationFree() ? "0" : String.format(Locale.ROOT, "%,.0f", m.bytes());
  }

  /** {@return the number with three significant digits, or without decimals from 100 on} */
  static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
