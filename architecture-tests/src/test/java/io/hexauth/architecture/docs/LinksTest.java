// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link and every file name in a document refers to an existing file. */
class LinksTest {

  static Stream<Path> documents() {
    return Repository.documents().stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void documentShouldReferToWhatIsThere(Path document) {
    String text = Repository.read(document);

    assertThat(new References(Repository.ROOT, Repository.files(), document, text).broken())
        .isEmpty();
  }

  @Test
  void everyDocumentShouldBeRead() {
    assertThat(Repository.documents())
        .contains(
            Path.of("README.md"),
            Path.of("docs", "seeds.md"),
            Path.of(".github", "PULL_REQUEST_TEMPLATE.md"));
  }

  @Test
  void everyPageOfTheGuideShouldBeInItsIndex() {
    Path guide = Path.of("docs", "guide");
    String index = Repository.read(guide.resolve("README.md"));

    assertThat(Repository.documents())
        .filteredOn(page -> page.startsWith(guide) && !page.endsWith("README.md"))
        .hasSizeGreaterThan(10)
        .allSatisfy(page -> assertThat(index).contains("](" + page.getFileName() + ")"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [a](docs/there.md), [b](there.md#one-heading), `there.md`, `docs/there.md` |
          [a](gone.md)                         | gone.md
          [a](there.md#another)                | there.md#another
          [a](#missing)                        | #missing
          [a](../../outside.md)                | ../../outside.md
          see `Gone.java`                      | Gone.java
          see `docs/gone`                      | docs/gone
          see `GoneTest` and `Thing`           | GoneTest
          see `callShouldBeGone`               | callShouldBeGone
          see `ThereTest#callShouldBeGone`     | callShouldBeGone
          see `callShouldBeThere`, `ThereTest#callShouldBeThere` |
          [a](https://example.com/x.md), `a/b` |
          """)
  void brokenReferencesShouldBeFound(String text, String broken, @TempDir Path root)
      throws IOException {
    Files.createDirectories(root.resolve("docs/docs"));
    Files.writeString(root.resolve("docs/there.md"), "# One heading\n");
    Files.writeString(root.resolve("docs/docs/there.md"), "");
    Files.writeString(root.resolve("ThereTest.java"), "void callShouldBeThere() {}");
    Path document = Path.of("docs", "page.md");

    assertThat(new References(root, Repository.files(root), document, text).broken())
        .isEqualTo(broken == null ? List.of() : List.of(broken));
  }
}
