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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code .ci/version} changes the version of Hexauth everywhere, and no other version. */
class VersionScriptTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern OURS =
      Pattern.compile(
          "<groupId>io\\.hexauth</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]+)");

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
  void aReleaseShouldBeTheVersionOfEveryPomAndDocument() throws Exception {
    LocalDate earliest = LocalDate.now(ZoneOffset.UTC);

    assertThat(version("1.2.3")).isZero();

    assertThat(versions()).hasSizeGreaterThan(20).containsOnly("1.2.3");
    assertThat(documentedVersions()).isNotEmpty().containsOnly("1.2.3");
    assertThat(timestamp()).isBetween(earliest, LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void theNextSnapshotShouldLeaveDocumentsAndTheTimeOfFilesAlone() throws Exception {
    assertThat(version("1.2.3")).isZero();
    LocalDate released = timestamp();

    assertThat(version("1.3.0-SNAPSHOT")).isZero();

    assertThat(versions()).containsOnly("1.3.0-SNAPSHOT");
    assertThat(documentedVersions()).isNotEmpty().containsOnly("1.2.3");
    assertThat(timestamp()).isEqualTo(released);
  }

  @Test
  void theNextReleaseShouldReplaceTheLastOneInDocuments() throws Exception {
    for (String version : List.of("1.2.3", "1.3.0-SNAPSHOT", "1.3.0")) {
      assertThat(version(version)).isZero();
    }

    assertThat(documentedVersions()).isNotEmpty().containsOnly("1.3.0");
  }

  @Test
  void otherLibrariesShouldKeepTheirVersionsEvenWhenTheyAreOurs() throws Exception {
    List<String> others = others();
    assertThat(version("7.0.0")).isZero();

    assertThat(version("7.1.0-SNAPSHOT")).isZero();

    assertThat(others()).contains("7.0.0").isEqualTo(others);
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

  /**
   * {@return the version of Hexauth in each pom: its own version, that of its parent, or the
   * property of an application}
   */
  private List<String> versions() throws IOException {
    var versions = new ArrayList<String>();
    for (Path file : files(copy)) {
      if (file.endsWith("pom.xml")) {
        Pom pom = Pom.read(file);
        Stream.of(pom.at("parent").stream(), Stream.of(pom))
            .flatMap(found -> found)
            .filter(found -> found.text("groupId").equals("io.hexauth"))
            .map(found -> found.text("version"))
            .forEach(versions::add);
        versions.addAll(pom.texts("properties", "version.hexauth"));
      }
    }
    return versions;
  }

  private List<String> documentedVersions() throws IOException {
    var versions = new ArrayList<String>();
    for (Path file : files(copy)) {
      if (file.toString().endsWith(".md")) {
        OURS.matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1))
            .forEach(versions::add);
      }
    }
    return versions;
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

  /** {@return poms and documents near the root, without files that builds create} */
  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, 3)) {
      return files
          .filter(file -> !root.relativize(file).toString().matches(".*\\btarget/.*"))
          .filter(file -> file.endsWith("pom.xml") || file.toString().endsWith(".md"))
          .toList();
    }
  }
}
