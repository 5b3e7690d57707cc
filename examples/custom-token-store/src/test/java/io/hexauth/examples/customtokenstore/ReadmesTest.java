// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.customtokenstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The blocks in the READMEs equal the code that is compiled and run here. */
class ReadmesTest {

  private static final Path TESTS = Path.of("src/test/java/io/hexauth/examples/customtokenstore");

  @Test
  void theReadmeOfTheKitShouldShowTheseVeryLines() throws IOException {
    List<String> shown = blocks(Path.of("../../oauth-testkit/README.md"), "```java\n(.*?)```");
    List<String> compiled =
        Stream.of("FileTokenStoreTest.java", "ToolsTest.java")
            .flatMap(
                file -> blocks(TESTS.resolve(file), "// tag::\\w+\\[]\n(.*?) *// end::").stream())
            .toList();

    assertThat(shown).hasSize(4).isEqualTo(compiled);
  }

  @Test
  void theFirstBlockOfOurReadmeShouldBeTheOneCommand() throws IOException {
    assertThat(blocks(Path.of("README.md"), "```\n(.*?)```").get(0))
        .isEqualTo("mvn -q -Pfast,custom-token-store -pl examples/custom-token-store -am compile");
    assertThat(Files.readString(Path.of("pom.xml"))).contains("<id>custom-token-store</id>");
  }

  private static List<String> blocks(Path file, String pattern) {
    try {
      return Pattern.compile(pattern, Pattern.DOTALL)
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult block) -> block.group(1).stripTrailing().stripIndent())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
