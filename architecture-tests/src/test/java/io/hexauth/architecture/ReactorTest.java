// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The build defines each value once: versions in the root, artifacts of Hexauth in the BOM. */
class ReactorTest {

  private static final Path REACTOR = Path.of("").toAbsolutePath().getParent();
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  /**
   * Modules with their own versions: those of peers, and of libraries that pages of the guide use.
   */
  private static final Set<String> OWN_LIBRARIES = Set.of("benchmarks", "documentation-tests");

  /**
   * The pom that lists each published module. The size limit of poms does not include this list,
   * nor its metadata, which it cannot inherit.
   */
  private static final String BOM = "oauth-bom";

  private static final Pattern OWN =
      Pattern.compile(
          "\\s*<dependency>\\s*<groupId>io\\.hexauth</groupId>.*?</dependency>"
              + "|\\s*<licenses>.*?</scm>",
          Pattern.DOTALL);

  static Stream<String> modules() throws IOException {
    return MODULE.matcher(pom(".")).results().map(found -> found.group(1));
  }

  @Test
  void theBomShouldListEveryPublishedModuleAndNothingElseButGuava() throws IOException {
    List<String> published =
        modules()
            .filter(module -> !module.equals("oauth-bom"))
            .filter(module -> !read(module).contains("<maven.deploy.skip>true"))
            .sorted()
            .toList();

    assertThat(artifacts(pom("oauth-bom").replaceFirst("(?s)^.*?<dependencies>", "")))
        .filteredOn(artifact -> !artifact.endsWith("-plugin"))
        .contains("guava")
        .filteredOn(artifact -> !artifact.equals("guava"))
        .containsExactlyElementsOf(published);
  }

  @Test
  void theBomShouldHaveNoParent() throws IOException {
    assertThat(pom("oauth-bom")).doesNotContain("<parent>");
  }

  @Test
  void theRootShouldGiveNoDependencyToEveryModule() throws IOException {
    assertThat(pom(".").replaceFirst("(?s)<dependencyManagement>.*?</dependencyManagement>", ""))
        .doesNotContain("<dependencies>\n    <dependency>");
  }

  @ParameterizedTest
  @MethodSource("ours")
  void aModuleShouldNameNoVersionButItsParents(String module) throws IOException {
    String own = pom(module).replaceFirst("(?s)<parent>.*?</parent>", "");

    if (!module.equals("oauth-bom")) {
      assertThat(own).doesNotContain("<version>");
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void aModuleShouldNeedNoMoreThanOnePageOfPom(String module) throws IOException {
    String pom = pom(module);
    String counted = module.equals(BOM) ? OWN.matcher(pom).replaceAll("") : pom;

    assertThat(counted.lines()).hasSizeLessThanOrEqualTo(90);
  }

  /** The BOM has no parent from which it could inherit the metadata. */
  @ParameterizedTest
  @ValueSource(strings = {"url", "licenses", "developers", "connection", "developerConnection"})
  void theBomShouldHaveTheMetadataOfTheRoot(String element) throws IOException {
    Pattern pattern = Pattern.compile("(?s)<" + element + ">.*?</" + element + ">");

    assertThat(first(pattern, pom("oauth-bom"))).isEqualTo(first(pattern, pom(".")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maven-deploy-plugin", "maven-gpg-plugin", "spotless-maven-plugin"})
  void theBomShouldBeBuiltByThePluginsOfTheRoot(String plugin) throws IOException {
    Pattern version = Pattern.compile("<artifactId>" + plugin + "</artifactId>\\s*<version>[^<]+");

    assertThat(first(version, pom("oauth-bom"))).isEqualTo(first(version, pom(".")));
  }

  private static Stream<String> ours() throws IOException {
    return modules().filter(module -> !OWN_LIBRARIES.contains(module));
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group().replaceAll("\\s+", "");
  }

  private static List<String> artifacts(String pom) {
    return Pattern.compile("<artifactId>([^<]+)</artifactId>")
        .matcher(pom)
        .results()
        .map(found -> found.group(1))
        .sorted()
        .toList();
  }

  private static String read(String module) {
    try {
      return pom(module);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pom(String module) throws IOException {
    return Files.readString(REACTOR.resolve(module).resolve("pom.xml"));
  }
}
