// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Checks the content of jars, and that lists of components contain everything that a jar needs or
 * contains.
 */
final class StagedJars {

  /**
   * Folder of a library inside a jar. The library is a component, although it is no dependency of
   * the pom.
   */
  private static final String SHADED = "io/hexauth/shaded/";

  private static final String HTTPCORE = "org.apache.httpcomponents.core5/httpcore5";

  private final Path staging;
  private final String version;

  StagedJars(Path staging, String version) {
    this.staging = staging;
    this.version = version;
  }

  List<String> findings(List<Published> modules) throws IOException {
    var findings = new ArrayList<String>();
    for (Published module : modules) {
      if (module.isStagedWithCode(staging, version)) {
        findings.addAll(findings(module));
      }
    }
    return findings;
  }

  private List<String> findings(Published module) throws IOException {
    var findings = new ArrayList<String>();
    Set<String> classes = entries(module, ".jar");
    Set<String> sources = entries(module, "-sources.jar");
    classes.stream()
        .filter(name -> name.endsWith(".class") && !name.contains("$"))
        .filter(name -> !name.startsWith(SHADED) && !name.startsWith("META-INF/"))
        .map(name -> name.replaceFirst("class$", "java"))
        .filter(name -> !sources.contains(name))
        .sorted()
        .forEach(name -> findings.add(module.artifact() + " has no source " + name));
    if (!entries(module, "-javadoc.jar").contains("index.html")) {
      findings.add(module.artifact() + " has no Javadoc");
    }
    String components = Files.readString(module.file(staging, version, "-cyclonedx.json"));
    Stream<String> inside =
        classes.stream().anyMatch(name -> name.startsWith(SHADED))
            ? Stream.of(HTTPCORE)
            : Stream.empty();
    Stream.of(Stream.of("io.hexauth/" + module.artifact()), dependencies(module), inside)
        .flatMap(names -> names)
        .filter(name -> !components.contains("\"pkg:maven/" + name + "@"))
        .forEach(name -> findings.add(module.artifact() + " does not list the component " + name));
    return findings;
  }

  private Stream<String> dependencies(Published module) throws IOException {
    return Pom.read(module.file(staging, version, ".pom")).at("dependencies", "dependency").stream()
        .filter(dependency -> !dependency.text("scope").equals("test"))
        .map(dependency -> dependency.text("groupId") + "/" + dependency.text("artifactId"));
  }

  private Set<String> entries(Published module, String ending) throws IOException {
    try (var zip = new ZipFile(module.file(staging, version, ending).toFile())) {
      return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
    }
  }
}
