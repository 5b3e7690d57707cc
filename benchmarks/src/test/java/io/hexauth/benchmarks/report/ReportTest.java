// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReportTest {

  /** Short and in this JVM, because the test only checks that every benchmark runs. */
  private static final Effort ONCE = new Effort("once", 0, 0, 1, 20);

  @Test
  void everySubjectShouldBeMeasured() throws Exception {
    // Builds may run at the same time on one machine. Without this, JMH refuses the second build.
    System.setProperty("jmh.ignoreLock", "true");

    Measurements measured = Measurements.take(ONCE);

    assertThat(measured.all())
        .hasSize(19)
        .extracting(Measurement::subject)
        .containsAll(
            Arrays.stream(Subject.values()).filter(subject -> !subject.isByPrincipal()).toList());
    assertThat(measured.all()).allSatisfy(m -> assertThat(m.nanos()).isPositive());
    assertThat(Markdown.of(Circumstances.now(), ONCE, measured)).contains("commit `", "MSAL4J");
  }

  @Test
  void verdictShouldBeMetOnlyWithinTheTarget() {
    assertThat(Verdict.of(measured(30, 0))).allMatch(Verdict::met);
    assertThat(notMet(measured(31, 0)))
        .allMatch(target -> target.endsWith("as long as the minimal program"))
        .hasSize(3);
    assertThat(notMet(measured(30, 1)))
        .containsExactly(
            "`session.authorize(request)`, `client.token()` and `session.token()` allocate no memory");
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHORIZE", "CLIENT", "SESSION"})
  void verdictShouldNotBeMetWhenOneCallIsTooSlowOnTwoThreads(Subject slow) {
    assertThat(notMet(with(measured(20, 0), new Measurement(slow, 2, 31, 1, 0))))
        .satisfiesExactly(
            target -> assertThat(target).startsWith(slow.call() + " takes at most"),
            target -> assertThat(target).startsWith("on 2 threads, ").contains("1.25 times"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void verdictShouldNotBeMetWhenAnotherLibraryIsFaster(int threads) {
    assertThat(notMet(with(measured(30, 0), new Measurement(Subject.SPRING, threads, 29, 1, 0))))
        .containsExactly("`client.token()` is faster than every other library");
  }

  @Test
  void verdictShouldNotBeMetWhenAFeignCallCostsTooMuch() {
    assertThat(notMet(with(measured(30, 0), new Measurement(Subject.FEIGN_OAUTH, 1, 104, 1, 401))))
        .hasSize(2)
        .allMatch(target -> target.contains("`OAuthFeign`"));
  }

  private static List<String> notMet(Measurements measured) {
    return Verdict.of(measured).stream().filter(v -> !v.met()).map(Verdict::target).toList();
  }

  private static Measurements with(Measurements measured, Measurement changed) {
    return new Measurements(
        measured.all().stream()
            .map(
                m ->
                    m.subject() == changed.subject() && m.threads() == changed.threads()
                        ? changed
                        : m)
            .toList());
  }

  @Test
  void chartShouldBeWellFormed() throws Exception {
    byte[] svg = Chart.of(measured(30, 0)).getBytes(StandardCharsets.UTF_8);

    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));

    // The background, and two bars for each of eight benchmarks.
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(17);
  }

  @Test
  void pageShouldQuoteTheLastReportOnly() {
    String page = "before\n<!-- report: begin -->\nold\n<!-- report: end -->\nafter\n";
    assertThat(DocsPage.quoting(page, "report", "new\n"))
        .isEqualTo("before\n<!-- report: begin -->\n\nnew\n\n<!-- report: end -->\nafter\n");
    assertThatIllegalArgumentException().isThrownBy(() -> DocsPage.quoting(page, "other", "new"));
  }

  /** Measurements in which the limit takes 20 ns, and other libraries and Feign calls 100 ns. */
  private static Measurements measured(double ours, double bytes) {
    List<Measurement> all = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      for (int threads : List.of(1, 2)) {
        boolean isToken = subject == Subject.CLIENT || subject == Subject.SESSION;
        boolean isOurs = isToken || subject == Subject.AUTHORIZE;
        double nanos = subject == Subject.LIMIT ? 20 : isToken ? ours : isOurs ? 0.8 * ours : 100;
        all.add(new Measurement(subject, threads, nanos, 1, isOurs ? bytes : 0));
      }
    }
    return new Measurements(all);
  }
}
