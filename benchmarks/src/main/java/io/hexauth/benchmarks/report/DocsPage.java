// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/** The page docs/performance.md, which contains each last report between two marks. */
final class DocsPage {

  private DocsPage() {}

  /**
   * {@return the page, with this report in place of the previous report of the same name}
   *
   * @param name the name of the report, which is part of its marks
   * @throws IllegalArgumentException if a mark is missing
   */
  static String quoting(String page, String name, String report) {
    String first = "<!-- " + name + ": begin -->\n";
    int begin = page.indexOf(first);
    int end = page.indexOf("<!-- " + name + ": end -->");
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("The page lacks the marks around the report");
    }
    return page.substring(0, begin + first.length()) + "\n" + report + "\n" + page.substring(end);
  }
}
