// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

class DockerTest {

  private static boolean answers() {
    return true;
  }

  private static boolean isSilent() {
    return false;
  }

  private static String noImage() {
    throw new IllegalStateException("no image");
  }

  @Test
  void serversShouldRunInContainersWhenDockerAnswers() {
    assertEquals("container", choose("", DockerTest::answers, () -> "container"));
  }

  @Test
  void serversShouldRunEmbeddedWhenDockerDoesNotAnswer() {
    assertEquals("embedded", choose("", DockerTest::isSilent, () -> "container"));
  }

  @Test
  void serversShouldRunEmbeddedWhenTheirContainerDoesNotStart() {
    assertEquals("embedded", choose("", DockerTest::answers, DockerTest::noImage));
  }

  @Test
  void noOtherContainerShouldBeTriedWhenOneDidNotStart() {
    var docker = new Docker("", DockerTest::answers);

    assertEquals("embedded", docker.serve("One server", DockerTest::noImage, () -> "embedded"));
    assertEquals("embedded", docker.serve("Another server", () -> "container", () -> "embedded"));
  }

  @Test
  void containersShouldNeverBeReplacedWhenTheyWereAskedFor() {
    assertEquals("container", choose("containers", DockerTest::isSilent, () -> "container"));
    assertThrows(
        IllegalStateException.class,
        () -> choose("containers", DockerTest::answers, DockerTest::noImage));
  }

  @Test
  void dockerShouldNotBeLookedForWhenEmbeddedServersWereAskedFor() {
    BooleanSupplier looked =
        () -> {
          throw new AssertionError("looked for");
        };

    assertEquals("embedded", choose("embedded", looked, DockerTest::noImage));
  }

  @Test
  void anUnknownChoiceShouldBeRefused() {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> choose("container", DockerTest::answers, DockerTest::noImage));

    assertTrue(refused.getMessage().endsWith("and is container"));
  }

  @Test
  void anImageShouldStandForTheOfficialOneWhenAPropertyNamesIt() {
    System.setProperty("hexauth.test.docker-test.image", "local/sql:3");
    try {
      var image = Docker.image("hexauth.test.docker-test.image", "postgres", "18");

      assertEquals("local/sql:3", image.asCanonicalNameString());
      image.assertCompatibleWith(DockerImageName.parse("postgres"));
      assertEquals(
          "postgres:18",
          Docker.image("hexauth.test.no.image", "postgres", "18").asCanonicalNameString());
    } finally {
      System.clearProperty("hexauth.test.docker-test.image");
    }
  }

  private static String choose(String choice, BooleanSupplier answers, Supplier<String> container) {
    return new Docker(choice, answers).serve("A server", container, () -> "embedded");
  }
}
