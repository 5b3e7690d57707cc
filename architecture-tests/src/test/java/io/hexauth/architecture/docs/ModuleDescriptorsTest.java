// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A module has a descriptor if each of its dependencies has one. The decision record lists the
 * modules without one.
 */
class ModuleDescriptorsTest {

  private static final Path RECORD =
      Path.of("docs", "adr", "0037-module-descriptors-where-every-dependency-has-one.md");
  private static final Path DESCRIPTOR = Path.of("src", "main", "module", "module-info.java");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?s)<dependency>.*?<artifactId>([^<]+)</artifactId>.*?</dependency>");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w-]+)` \\| (.*) \\|$");
  private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+)(;| to)");

  /** Library inside the jar of its adapter, which is no dependency of the published pom. */
  private static final String SHADED = "httpcore5";

  static Stream<String> modules() {
    return MODULE
        .matcher(Repository.read(Path.of("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(module -> !pom(module).contains("<maven.deploy.skip>true"))
        .filter(module -> !pom(module).contains("<packaging>pom"));
  }

  static Stream<String> modulesWithADescriptor() {
    return modules().filter(ModuleDescriptorsTest::isDescribed);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleShouldHaveADescriptorExactlyWhenEachOfItsDependenciesHasOne(String module) {
    assertThat(isDescribed(module)).isEqualTo(withoutDescriptor(module).isEmpty());
  }

  @Test
  void theRecordShouldNameEachDependencyWithoutADescriptor() {
    var rows = new TreeMap<String, String>();
    modules()
        .filter(module -> !withoutDescriptor(module).isEmpty())
        .forEach(
            module -> rows.put(module, "`" + String.join("`, `", withoutDescriptor(module)) + "`"));
    Map<String, String> recorded = new TreeMap<>();
    ROW.matcher(Repository.read(RECORD))
        .results()
        .forEach(row -> recorded.put(row.group(1), row.group(2)));

    assertThat(recorded).isNotEmpty().isEqualTo(rows);
  }

  @ParameterizedTest
  @MethodSource("modulesWithADescriptor")
  void aDescriptorShouldExportEveryPackageAndInternalOnesToOurModulesOnly(String module) {
    List<MatchResult> exports =
        EXPORT.matcher(Repository.read(Path.of(module).resolve(DESCRIPTOR))).results().toList();

    assertThat(exports.stream().filter(export -> export.group(2).equals(";")))
        .extracting(export -> export.group(1))
        .containsExactlyInAnyOrderElementsOf(
            packages(module).filter(name -> !name.contains(".internal")).toList());
    assertThat(exports.stream().filter(export -> !export.group(2).equals(";")))
        .extracting(export -> export.group(1))
        .allMatch(name -> name.contains(".internal"))
        .isSubsetOf(packages(module).toList());
  }

  private static boolean isDescribed(String module) {
    return Files.exists(Repository.ROOT.resolve(module).resolve(DESCRIPTOR));
  }

  private static List<String> withoutDescriptor(String module) {
    return DEPENDENCY
        .matcher(pom(module))
        .results()
        .filter(found -> !found.group().contains("<scope>test"))
        .filter(found -> !found.group().contains("<optional>true"))
        .map(found -> found.group(1))
        .filter(artifact -> !artifact.equals(SHADED))
        .filter(artifact -> !hasDescriptor(artifact))
        .sorted()
        .toList();
  }

  private static boolean hasDescriptor(String artifact) {
    if (Files.exists(Repository.ROOT.resolve(artifact))) {
      return isDescribed(artifact);
    }
    Path jar =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(path -> path.getFileName().toString().matches(artifact + "-\\d.*\\.jar"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(artifact + " is not on the class path"));
    return ModuleFinder.of(jar).findAll().stream()
        .noneMatch(found -> found.descriptor().isAutomatic());
  }

  private static Stream<String> packages(String module) {
    Path sources = Path.of(module, "src", "main", "java");
    return Repository.files().stream()
        .filter(file -> file.startsWith(sources))
        .filter(file -> !file.endsWith("package-info.java"))
        .map(file -> sources.relativize(file.getParent()).toString().replace(File.separator, "."))
        .distinct();
  }

  private static String pom(String module) {
    return Repository.read(Path.of(module, "pom.xml"));
  }
}
