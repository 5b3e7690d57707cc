// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page lists every key, in the order of the code, and no other key. */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "guide", "configuration.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");

  @Test
  void tableShouldListTheKeysOfTheCode() throws IOException {
    String section = Files.readString(PAGE).split("\n## Keys\n")[1].split("\n## ")[0];
    List<String> listed = ROW.matcher(section).results().map(row -> row.group(1)).toList();

    assertThat(listed)
        .containsExactlyElementsOf(
            Arrays.stream(RegistrationKey.values()).map(RegistrationKey::key).toList());
  }
}
