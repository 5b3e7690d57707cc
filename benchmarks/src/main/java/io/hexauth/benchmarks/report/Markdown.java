// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.util.List;
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

  static String of(Circumstances now, Effort effort, Measurements measured, String command) {
    var markdown = new Markdown(measured);
    markdown.line("Measured on %s, commit `%s`, by".formatted(now.date(), now.commit()));
    markdown.line("");
    markdown.line("    " + command);
    markdown.line("");
    markdown.line("on %s; %s;".formatted(now.machine(), now.java()));
    markdown.line("load average at the start %s; JMH 1.37, %s.".formatted(now.load(), effort));
    markdown.line("`±` is half of the 99.9 % confidence interval.");
    markdown.tokens();
    markdown.feign();
    markdown.verdicts(Verdict.of(measured));
    return markdown.text.toString();
  }

  private void tokens() {
    line("");
    line("Returning a token that is still valid:");
    line("");
    line("| | 1 thread ns/op | × limit | 2 threads ns/op | × limit | B/op |");
    line("|---|---|---|---|---|---|");
    for (Subject subject : Subject.values()) {
      if (subject.isOfOneRegistration()) {
        Measurement one = measured.of(subject, 1);
        Measurement two = measured.of(subject, 2);
        line(
            "| %s | %s | %s | %s | %s | %s |"
                .formatted(
                    subject.title(), time(one), times(one), time(two), times(two), bytes(one)));
      }
    }
  }

  private void feign() {
    line("");
    line("Adding `Authorization` to a Feign call, 1 thread:");
    line("");
    line("| | ns/op | B/op |");
    line("|---|---|---|");
    for (Subject subject : Subject.values()) {
      if (subject.isFeign()) {
        Measurement one = measured.of(subject, 1);
        line("| %s | %s | %s |".formatted(subject.title(), time(one), bytes(one)));
      }
    }
  }

  private void verdicts(List<Verdict> verdicts) {
    line("");
    line("| target | this run | result |");
    line("|---|---|---|");
    for (Verdict verdict : verdicts) {
      line(
          "| %s | %s | %s |"
              .formatted(
                  verdict.target(), verdict.outcome(), verdict.met() ? "met" : "**not met**"));
    }
  }

  static String time(Measurement m) {
    String error = Double.isNaN(m.error()) ? "" : " ± " + number(m.error());
    return number(m.nanos()) + error;
  }

  private String times(Measurement m) {
    return number(m.times(measured.of(Subject.LIMIT, m.threads())));
  }

  static String bytes(Measurement m) {
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
