// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decision records have the same form, at most one page, and an entry in the index. */
class DecisionsTest {

  private static final Path FOLDER = Path.of("docs", "adr");
  private static final int ONE_PAGE = 60;

  static Stream<Path> records() {
    return Repository.documents().stream()
        .filter(file -> file.startsWith(FOLDER))
        .filter(file -> file.getFileName().toString().matches("\\d{4}-.*"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordShouldHaveTheSixPartsOnOnePage(Path record) {
    List<String> lines = Repository.read(record).lines().toList();

    assertThat(lines.get(0))
        .startsWith(
            "# " + Integer.parseInt(record.getFileName().toString().substring(0, 4)) + ". ");
    assertThat(lines).anyMatch(line -> line.matches("Date: \\d{4}-\\d{2}-\\d{2}"));
    assertThat(lines)
        .containsSubsequence(
            "## Status", "## Context", "## Decision", "## Consequences", "## References")
        .hasSizeLessThanOrEqualTo(ONE_PAGE);
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordShouldBeInTheIndex(Path record) {
    assertThat(Repository.read(FOLDER.resolve("README.md")))
        .contains("](" + record.getFileName() + ")");
  }

  @Test
  void numbersShouldBeUniqueAndWithoutGap() {
    assertThat(records().map(file -> file.getFileName().toString().substring(0, 4)))
        .hasSizeGreaterThan(10)
        .containsExactlyElementsOf(
            Stream.iterate(1, n -> n + 1)
                .limit(records().count())
                .map(n -> "%04d".formatted(n))
                .toList());
  }
}
