// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release has the modules that must be published, and an application uses each of them. */
class PublishedTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void modulesThatAreNotDeployedShouldBeLeftOut(@TempDir Path root) throws IOException {
    pom(
        root,
        """
        <artifactId>parent</artifactId>
        <modules><module>bom</module><module>core</module><module>tests</module></modules>
        """);
    pom(root.resolve("bom"), "<artifactId>bom</artifactId><packaging>pom</packaging>");
    pom(root.resolve("core"), "<artifactId>core</artifactId>");
    pom(
        root.resolve("tests"),
        """
        <artifactId>tests</artifactId>
        <properties><maven.deploy.skip>true</maven.deploy.skip></properties>
        """);

    assertThat(Published.of(root))
        .containsExactly(Published.root("parent"), Published.bom("bom"), Published.code("core"));
  }

  @Test
  void theApplicationOfTheRehearsalShouldNeedEveryPublishedArtifact() throws IOException {
    Pom application = Pom.read(Path.of("application", "pom.xml").toAbsolutePath());
    List<String> published =
        Published.of(ROOT).stream()
            .filter(module -> module.endings().contains(".jar"))
            .map(Published::artifact)
            .toList();

    assertThat(application.texts("dependencies", "dependency", "artifactId"))
        .hasSizeGreaterThan(10)
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private static void pom(Path folder, String content) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("pom.xml"), StagedRelease.pom(content));
  }
}
