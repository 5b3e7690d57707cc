// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

import io.hexauth.benchmarks.storm.StormResult;
import java.util.List;

/**
 * Draws the token requests for each expiry as horizontal bars in an SVG file. One request is
 * needed.
 */
final class StormChart {

  private static final int LEFT = 400;
  private static final int WIDTH = 320;
  private static final int BAR = 18;
  private static final int ROW = BAR + 12;
  private static final int TOP = 46;

  private StormChart() {}

  static String of(List<StormResult> results) {
    double most = results.stream().mapToDouble(StormResult::requestsPerExpiry).max().orElse(1);
    int height = TOP + results.size() * ROW + 10;
    int width = LEFT + WIDTH + 150;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='11'>
        <rect width='%d' height='%d' fill='white'/>
        """
            .formatted(width, height, width, height));
    svg.append(text(10, 18, "start", "Token requests for each expiry of one grant (1 is needed)"));
    svg.append(text(10, 34, "start", "beside each bar: token requests, and grants lost"));
    int y = TOP;
    for (StormResult result : results) {
      boolean ours = result.title().startsWith("Hexauth");
      int length = (int) Math.max(1, Math.round(WIDTH * result.requestsPerExpiry() / most));
      svg.append(text(LEFT - 8, y + BAR - 5, "end", result.title().replace("`", "")));
      svg.append(
          "<rect x='%d' y='%d' width='%d' height='%d' fill='%s'/>\n"
              .formatted(LEFT, y, length, BAR, ours ? "#1b7f3b" : "#566573"));
      svg.append(
          text(
              LEFT + length + 6,
              y + BAR - 5,
              "start",
              "%s; %d of %d lost"
                  .formatted(
                      StoresReport.one(result.requestsPerExpiry()),
                      result.lost(),
                      result.rounds().size())));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String text(int x, int y, String anchor, String content) {
    String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
    return "<text x='%d' y='%d' text-anchor='%s'>%s</text>\n".formatted(x, y, anchor, escaped);
  }
}
