// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module that a release publishes.
 *
 * @param artifact the id of the artifact. The folder has the same name, except for the root
 * @param endings the endings of its files, after name and version
 */
record Published(String artifact, List<String> endings) {

  private static final String POM = ".pom";
  private static final String COMPONENTS = "-cyclonedx.json";

  static Published root(String artifact) {
    return new Published(artifact, List.of(POM, COMPONENTS));
  }

  static Published bom(String artifact) {
    return new Published(artifact, List.of(POM));
  }

  static Published code(String artifact) {
    return new Published(
        artifact, List.of(POM, COMPONENTS, ".jar", "-sources.jar", "-javadoc.jar"));
  }

  /** {@return every module of the build that is published} */
  static List<Published> of(Path root) throws IOException {
    Pom parent = Pom.read(root.resolve("pom.xml"));
    var modules = new ArrayList<Published>();
    modules.add(root(parent.text("artifactId")));
    for (String folder : parent.texts("modules", "module")) {
      Pom pom = Pom.read(root.resolve(folder).resolve("pom.xml"));
      if (!pom.text("properties", "maven.deploy.skip").equals("true")) {
        String artifact = pom.text("artifactId");
        modules.add(pom.text("packaging").equals("pom") ? bom(artifact) : code(artifact));
      }
    }
    return List.copyOf(modules);
  }

  /** {@return the folder of the files, relative to the repository} */
  Path folder(String version) {
    return Path.of("io", "hexauth", artifact, version);
  }

  /** {@return the names of the signed files} */
  Stream<String> files(String version) {
    return endings.stream().map(ending -> artifact + "-" + version + ending);
  }

  Path file(Path staging, String version, String ending) {
    return staging.resolve(folder(version)).resolve(artifact + "-" + version + ending);
  }

  boolean isStagedWithCode(Path staging, String version) {
    Path folder = staging.resolve(folder(version));
    return endings.contains(".jar")
        && files(version).map(folder::resolve).allMatch(Files::isRegularFile);
  }
}
