// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two builds of the same sources have the same bytes; otherwise, the check says where they differ.
 */
class TwoBuildsTest {

  @TempDir private Path first;
  @TempDir private Path second;

  @Test
  void differencesShouldBeEmptyWhenOnlySignaturesAndIndexesDiffer() throws IOException {
    for (Path build : new Path[] {first, second}) {
      Files.writeString(build.resolve("a.pom"), "same");
      Files.writeString(build.resolve("a.pom.asc"), build.toString());
      Files.writeString(build.resolve("a.pom.asc.md5"), build.toString());
      Files.writeString(build.resolve("maven-metadata.xml"), build.toString());
    }

    assertThat(TwoBuilds.differences(first, second)).isEmpty();
  }

  @Test
  void differencesShouldNameAFileThatOneBuildLacks() throws IOException {
    Files.writeString(first.resolve("a.pom"), "");
    Files.writeString(second.resolve("b.pom"), "");

    assertThat(TwoBuilds.differences(first, second))
        .containsExactly(
            "a.pom is in one of the two builds only", "b.pom is in one of the two builds only");
  }

  @Test
  void differencesShouldNameAFileWithOtherBytes() throws IOException {
    Files.writeString(first.resolve("a.json"), "one");
    Files.writeString(second.resolve("a.json"), "two");

    assertThat(TwoBuilds.differences(first, second))
        .containsExactly("a.json differs between the two builds");
  }

  @ParameterizedTest
  @CsvSource({
    "c, content, 0, ': b'",
    "b, CONTENT, 0, ': b'",
    "b, content, 86400000, ': order, times or names of its entries'"
  })
  void differencesShouldNameTheEntryOfAJarThatDiffers(
      String name, String content, long later, String where) throws IOException {
    jar(first, "b", "content", 0);
    jar(second, name, content, later);

    assertThat(TwoBuilds.differences(first, second))
        .containsExactly("a.jar differs between the two builds" + where);
  }

  private static void jar(Path build, String name, String content, long later) throws IOException {
    try (OutputStream file = Files.newOutputStream(build.resolve("a.jar"));
        var zip = new ZipOutputStream(file)) {
      var entry = new ZipEntry(name);
      entry.setTime(1_700_000_000_000L + later);
      zip.putNextEntry(entry);
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }
}
