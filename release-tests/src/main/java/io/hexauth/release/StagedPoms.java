// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that staged poms contain the metadata that a repository requires, and need no other
 * artifact of Hexauth than the staged ones.
 */
final class StagedPoms {

  private static final String GROUP = "io.hexauth";

  /** Metadata that a module may inherit from its parent. */
  private static final Map<String, String[]> METADATA =
      Map.of(
          "description", new String[] {"description"},
          "url", new String[] {"url"},
          "licence", new String[] {"licenses", "license", "name"},
          "URL of the licence", new String[] {"licenses", "license", "url"},
          "developer", new String[] {"developers", "developer", "name"},
          "connection of the source code", new String[] {"scm", "connection"},
          "URL of the source code", new String[] {"scm", "url"});

  private final Path staging;
  private final List<Published> modules;
  private final String version;

  StagedPoms(Path staging, List<Published> modules, String version) {
    this.staging = staging;
    this.modules = modules;
    this.version = version;
  }

  List<String> findings() throws IOException {
    var findings = new ArrayList<String>();
    for (Published module : modules) {
      Path file = module.file(staging, version, ".pom");
      if (Files.isRegularFile(file)) {
        Pom pom = Pom.read(file);
        Stream.of(metadata(pom), references(pom), snapshots(file))
            .flatMap(List::stream)
            .sorted()
            .forEach(finding -> findings.add("the pom of " + module.artifact() + " " + finding));
      }
    }
    return findings;
  }

  private List<String> metadata(Pom pom) throws IOException {
    var missing = new ArrayList<String>();
    if (pom.text("name").isEmpty()) {
      missing.add("has no name");
    }
    List<Pom> family = withParent(pom);
    METADATA.forEach(
        (what, path) -> {
          if (family.stream().allMatch(member -> member.text(path).isEmpty())) {
            missing.add("has no " + what);
          }
        });
    return missing;
  }

  private List<Pom> withParent(Pom pom) throws IOException {
    for (Published module : modules) {
      Path file = module.file(staging, version, ".pom");
      if (module.artifact().equals(pom.text("parent", "artifactId")) && Files.exists(file)) {
        return List.of(pom, Pom.read(file));
      }
    }
    return List.of(pom);
  }

  /** {@return parent, imports and dependencies} An application has only the staging folder. */
  private List<String> references(Pom pom) {
    Set<String> staged = modules.stream().map(Published::artifact).collect(Collectors.toSet());
    return Stream.of(
            pom.at("parent").stream(),
            pom.at("dependencyManagement", "dependencies", "dependency").stream()
                .filter(dependency -> dependency.text("scope").equals("import")),
            pom.at("dependencies", "dependency").stream()
                .filter(dependency -> !dependency.text("scope").equals("test")))
        .flatMap(found -> found)
        .filter(found -> found.text("groupId").equals(GROUP))
        .map(found -> found.text("artifactId"))
        .filter(artifact -> !staged.contains(artifact))
        .map(artifact -> "needs " + artifact + ", which is not published")
        .toList();
  }

  private List<String> snapshots(Path file) throws IOException {
    return Files.readString(file).contains("-SNAPSHOT")
        ? List.of("names a version that is a snapshot")
        : List.of();
  }
}
