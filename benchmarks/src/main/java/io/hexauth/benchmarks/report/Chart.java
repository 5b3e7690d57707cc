// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * Draws the times as horizontal bars in an SVG file. The scale is logarithmic, because a linear
 * scale cannot show 20 ns beside 1 ms.
 */
final class Chart {

  private static final int LEFT = 330;
  private static final int DECADE = 80;
  private static final int BAR = 12;
  private static final int ROW = 2 * BAR + 12;
  private static final int TOP = 46;

  private final Measurements measured;
  private final StringBuilder svg = new StringBuilder();

  private Chart(Measurements measured) {
    this.measured = measured;
  }

  static String of(Measurements measured) {
    var chart = new Chart(measured);
    chart.draw(Arrays.stream(Subject.values()).filter(Subject::isOfOneRegistration).toList());
    return chart.svg.toString();
  }

  private void draw(List<Subject> subjects) {
    double most = measured.all().stream().mapToDouble(Measurement::nanos).max().orElseThrow();
    int decades = Math.max(1, (int) Math.ceil(Math.log10(most)));
    int width = LEFT + decades * DECADE + 90;
    int height = TOP + subjects.size() * ROW + 30;
    add(
        """
        <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='11'>
        <rect width='%d' height='%d' fill='white'/>"""
            .formatted(width, height, width, height));
    text(10, 18, "start", "Returning a valid token, ns/op (logarithmic; shorter is better)");
    text(10, 34, "start", "dark: 1 thread, light: 2 threads");
    for (int decade = 0; decade <= decades; decade++) {
      int x = LEFT + decade * DECADE;
      int bottom = height - 24;
      add("<line x1='%d' y1='%d' x2='%d' y2='%d' stroke='#ddd'/>".formatted(x, TOP, x, bottom));
      text(x, height - 10, "middle", Markdown.number(Math.pow(10, decade)).replace(".00", ""));
    }
    int y = TOP + 4;
    for (Subject subject : subjects) {
      text(LEFT - 8, y + BAR + 4, "end", subject.title().replace("`", ""));
      bar(measured.of(subject, 1), y, 0);
      bar(measured.of(subject, 2), y + BAR, 1);
      y += ROW;
    }
    add("</svg>");
  }

  private void bar(Measurement m, int y, int shade) {
    boolean ours = m.subject() == Subject.CLIENT || m.subject() == Subject.SESSION;
    String colour =
        (ours ? List.of("#1b7f3b", "#7cc794") : List.of("#566573", "#b2babb")).get(shade);
    int length = (int) Math.round(Math.max(0, Math.log10(m.nanos())) * DECADE);
    add(
        "<rect x='%d' y='%d' width='%d' height='%d' fill='%s'/>"
            .formatted(LEFT, y, length, BAR - 1, colour));
    text(LEFT + length + 4, y + BAR - 2, "start", Markdown.number(m.nanos()));
  }

  private void text(int x, int y, String anchor, String content) {
    String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
    add("<text x='%d' y='%d' text-anchor='%s'>%s</text>".formatted(x, y, anchor, escaped));
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }
}
