// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import static io.hexauth.release.StagedRelease.MODULES;
import static io.hexauth.release.StagedRelease.VERSION;
import static io.hexauth.release.StagedRelease.components;
import static io.hexauth.release.StagedRelease.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.openpgp.PGPException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check refuses a release with one missing or wrong part. */
class ReleaseCheckTest {

  /** Short key, because it protects nothing, and a long key takes seconds. */
  private static final int BITS = 1024;

  private static String key;
  private static String otherKey;

  @TempDir private Path staging;

  @BeforeAll
  static void makeKeys() throws PGPException, IOException {
    key = ThrowAwayKey.armored(BITS);
    otherKey = ThrowAwayKey.armored(BITS);
  }

  static Stream<String> signedFiles() {
    return MODULES.stream()
        .flatMap(
            module ->
                module.files(VERSION).map(file -> module.folder(VERSION).resolve(file).toString()));
  }

  static Stream<String> neededFiles() {
    return signedFiles().flatMap(file -> Stream.of("", ".asc", ".md5", ".sha1").map(file::concat));
  }

  @Test
  void findingsShouldBeEmptyWhenTheReleaseIsWhole() throws Exception {
    new StagedRelease(key).write(staging);

    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("neededFiles")
  void findingsShouldNameAFileWhenItIsMissing(String file) throws Exception {
    new StagedRelease(key).write(staging);
    Files.delete(staging.resolve(file));

    assertThat(findings())
        .filteredOn(finding -> !finding.startsWith("the pom of core has no "))
        .containsExactly(file + " is missing");
  }

  @ParameterizedTest
  @MethodSource("signedFiles")
  void findingsShouldNameChecksumsAndSignatureWhenAFileIsChanged(String file) throws Exception {
    new StagedRelease(key).write(staging);
    Files.writeString(staging.resolve(file), " ", StandardOpenOption.APPEND);

    assertThat(findings())
        .containsExactlyInAnyOrder(
            file + ".md5 is the checksum of another file",
            file + ".sha1 is the checksum of another file",
            file + ".asc is no signature of this file by this key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"of another key", "of another file", "nonsense", ""})
  void findingsShouldNameASignatureThatIsNone(String what) throws Exception {
    new StagedRelease(key).write(staging);
    Path pom = staging.resolve(path("core", ".pom"));
    byte[] signature =
        switch (what) {
          case "of another key" -> StagedRelease.signature(otherKey, Files.readAllBytes(pom));
          case "of another file" -> StagedRelease.signature(key, new byte[1]);
          default -> what.getBytes(StandardCharsets.UTF_8);
        };
    Files.write(Path.of(pom + ".asc"), signature);

    assertThat(findings())
        .containsExactly(path("core", ".pom.asc") + " is no signature of this file by this key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/hexauth/test-servers/1.0.0/test-servers-1.0.0.pom",
        "io/hexauth/core/1.0.0/core-1.0.0-tests.jar",
        "io/hexauth/core/1.0.1/core-1.0.1.jar"
      })
  void findingsShouldNameAFileThatIsNotPublished(String file) throws Exception {
    new StagedRelease(key).write(staging);
    Files.createDirectories(staging.resolve(file).getParent());
    Files.createFile(staging.resolve(file));

    assertThat(findings()).containsExactly(file + " is not a file of a published module");
  }

  @ParameterizedTest
  @CsvSource({
    "root, <description>d</description>, has no description",
    "root, <url>u</url>, has no URL of the licence",
    "root, <name>l</name>, has no licence",
    "root, <developer><name>d</name></developer>, has no developer",
    "root, <connection>c</connection>, has no connection of the source code",
    "bom, <scm><connection>c</connection><url>u</url></scm>, has no URL of the source code",
    "bom, <url>u</url>, has no url",
    "bom, <name>n</name>, has no name",
    "core, <name>n</name>, has no name"
  })
  void findingsShouldNameMetadataThatAPomLacks(String module, String lacking, String finding)
      throws Exception {
    new StagedRelease(key).replace(module, ".pom", lacking, "").write(staging);

    assertThat(findings()).contains("the pom of " + module + " " + finding);
  }

  @Test
  void findingsShouldNameMetadataThatNeitherAModuleNorItsParentHas() throws Exception {
    new StagedRelease(key).replace("root", ".pom", "<connection>c</connection>", "").write(staging);

    assertThat(findings())
        .containsExactly(
            "the pom of root has no connection of the source code",
            "the pom of core has no connection of the source code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<parent><groupId>io.hexauth</groupId><artifactId>gone</artifactId></parent>",
        "<dependencies><dependency><groupId>io.hexauth</groupId><artifactId>gone</artifactId>"
            + "</dependency></dependencies>",
        "<dependencyManagement><dependencies><dependency><groupId>io.hexauth</groupId>"
            + "<artifactId>gone</artifactId><scope>import</scope></dependency></dependencies>"
            + "</dependencyManagement>"
      })
  void findingsShouldNameAnArtifactThatAPomNeedsAndThatIsNotPublished(String reference)
      throws Exception {
    new StagedRelease(key)
        .replace("bom", ".pom", "<name>n</name>", "<name>n</name>" + reference)
        .write(staging);

    assertThat(findings()).containsExactly("the pom of bom needs gone, which is not published");
  }

  @Test
  void findingsShouldNameAPomWithASnapshot() throws Exception {
    new StagedRelease(key)
        .replace("bom", ".pom", "<name>n</name>", "<name>n</name><version>1.0.0-SNAPSHOT</version>")
        .write(staging);

    assertThat(findings()).containsExactly("the pom of bom names a version that is a snapshot");
  }

  @Test
  void findingsShouldNameAClassWithoutSource() throws Exception {
    new StagedRelease(key)
        .jar("core", ".jar", "io/hexauth/A.class", "io/hexauth/B.class", "io/hexauth/B.properties")
        .write(staging);

    assertThat(findings()).containsExactly("core has no source io/hexauth/B.java");
  }

  @Test
  void findingsShouldNameJavadocWithoutAFirstPage() throws Exception {
    new StagedRelease(key).jar("core", "-javadoc.jar", "element-list").write(staging);

    assertThat(findings()).containsExactly("core has no Javadoc");
  }

  @Test
  void findingsShouldNameAComponentThatIsNotListed() throws Exception {
    new StagedRelease(key).put("core", "-cyclonedx.json", components()).write(staging);

    assertThat(findings())
        .containsExactly(
            "core does not list the component io.hexauth/core",
            "core does not list the component org.slf4j/slf4j-api");
  }

  @Test
  void findingsShouldNameALibraryInsideAJarThatIsNotListed() throws Exception {
    new StagedRelease(key)
        .jar("core", ".jar", "io/hexauth/A.class", "io/hexauth/shaded/hc/core5/Http.class")
        .write(staging);

    assertThat(findings())
        .containsExactly(
            "core does not list the component org.apache.httpcomponents.core5/httpcore5");
  }

  private List<String> findings() throws Exception {
    return ReleaseCheck.findings(staging, MODULES, VERSION, SigningKey.of(key));
  }
}
