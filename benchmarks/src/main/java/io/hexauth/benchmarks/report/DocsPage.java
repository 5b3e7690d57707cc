// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/** The page that quotes the last report between two marks. */
final class DocsPage {

  private static final String BEGIN = "<!-- report: begin -->\n";
  private static final String END = "<!-- report: end -->";

  private DocsPage() {}

  /**
   * {@return the page with this report instead of the one it has}
   *
   * @throws IllegalArgumentException if a mark is missing
   */
  static String quoting(String page, String report) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("The page lacks the marks around the report");
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + report + "\n" + page.substring(end);
  }
}
