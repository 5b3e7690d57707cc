// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .ci/version} changes our version everywhere, and nobody else's. */
class VersionScriptTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path copy;

  @BeforeEach
  void copyScriptPomsAndDocuments() throws IOException {
    for (Path file : files(ROOT)) {
      Path target = copy.resolve(ROOT.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    Files.createDirectories(copy.resolve(".ci"));
    Files.copy(ROOT.resolve(".ci/version"), copy.resolve(".ci/version"));
  }

  @Test
  void aReleaseShouldReplaceTheSnapshotInEveryPomAndDocument() throws Exception {
    String before = pom(copy).text("version");
    assertThat(before).endsWith("-SNAPSHOT");
    LocalDate earliest = LocalDate.now(ZoneOffset.UTC);

    assertThat(version("1.2.3")).isZero();

    assertThat(files(copy))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            file -> assertThat(file).content().doesNotContain("<version>" + before + "</version>"));
    assertThat(pom(copy).text("version")).isEqualTo("1.2.3");
    assertThat(pom(copy.resolve("oauth-bom")).text("version")).isEqualTo("1.2.3");
    assertThat(pom(copy.resolve("oauth-core")).text("parent", "version")).isEqualTo("1.2.3");
    assertThat(pom(copy.resolve("consumer-tests")).text("properties", "version.hexauth"))
        .isEqualTo("1.2.3");
    assertThat(documentsWith("1.2.3")).isNotEmpty();
    assertThat(timestamp()).isBetween(earliest, LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void theNextSnapshotShouldLeaveDocumentsAndOtherLibrariesAlone() throws Exception {
    assertThat(version("7.0.0")).isZero();
    LocalDate released = timestamp();
    List<String> others = others();

    assertThat(version("7.1.0-SNAPSHOT")).isZero();

    assertThat(others()).contains("7.0.0").isEqualTo(others);
    assertThat(pom(copy).text("version")).isEqualTo("7.1.0-SNAPSHOT");
    assertThat(pom(copy.resolve("oauth-core")).text("parent", "version"))
        .isEqualTo("7.1.0-SNAPSHOT");
    assertThat(documentsWith("7.0.0")).isNotEmpty();
    assertThat(timestamp()).isEqualTo(released);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1.0.0", "1.0", "latest", "1.0.0 ", "1.0.0|x"})
  void anythingElseShouldBeRefused(String version) throws Exception {
    String before = Files.readString(copy.resolve("pom.xml"));

    assertThat(version(version)).isNotZero();

    assertThat(copy.resolve("pom.xml")).content().isEqualTo(before);
  }

  private List<String> others() throws IOException {
    return pom(copy).texts("dependencyManagement", "dependencies", "dependency", "version");
  }

  private List<Path> documentsWith(String version) throws IOException {
    var documents = new ArrayList<Path>();
    for (Path file : files(copy)) {
      if (file.toString().endsWith(".md")
          && Files.readString(file).contains("<version>" + version + "</version>")) {
        documents.add(file);
      }
    }
    return documents;
  }

  private LocalDate timestamp() throws IOException {
    return LocalDate.parse(
        pom(copy).text("properties", "project.build.outputTimestamp").replace("T00:00:00Z", ""));
  }

  private static Pom pom(Path folder) throws IOException {
    return Pom.read(folder.resolve("pom.xml"));
  }

  private int version(String version) throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder("bash", copy.resolve(".ci/version").toString(), version)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return script.exitValue();
  }

  /** Poms and documents are near the root; what builds leave is not looked through. */
  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, 3)) {
      return files
          .filter(file -> !root.relativize(file).toString().matches(".*\\btarget/.*"))
          .filter(file -> file.endsWith("pom.xml") || file.toString().endsWith(".md"))
          .toList();
    }
  }
}
