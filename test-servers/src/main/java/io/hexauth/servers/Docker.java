// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Decides whether servers run in containers. The system property {@code hexauth.test.servers}
 * decides, if it is {@code containers} or {@code embedded}. Otherwise, containers are used if
 * Docker answers.
 */
final class Docker {

  private static final Logger LOG = LoggerFactory.getLogger(Docker.class);

  private static final Docker HERE =
      new Docker(System.getProperty("hexauth.test.servers", ""), () -> Answer.GIVEN);

  /**
   * Answer of Docker. Docker is asked once for all servers of the JVM, and only if the property is
   * not set.
   */
  private static final class Answer {
    static final boolean GIVEN = mayBeThere() && answersNow();

    private Answer() {}
  }

  private final String choice;
  private final BooleanSupplier answers;

  /**
   * True after one container did not start. Without a registry, Testcontainers tries for minutes to
   * get an image, so this must not happen for each server.
   */
  private volatile boolean failed;

  Docker(String choice, BooleanSupplier answers) {
    this.choice = choice;
    this.answers = answers;
  }

  /** {@return the server that {@link #serve} chooses on this machine} */
  static <S> S choose(String name, Supplier<S> container, Supplier<S> embedded) {
    return HERE.serve(name, container, embedded);
  }

  /**
   * {@return the server, in a container if Docker answers, otherwise embedded} The log shows the
   * choice.
   *
   * <p>If a container does not start, for example because its image is missing, this server and all
   * later ones are embedded, unless the property requires containers.
   */
  <S> S serve(String name, Supplier<S> container, Supplier<S> embedded) {
    return switch (choice) {
      case "containers" -> started(name, "in a container, as requested", container);
      case "embedded" -> started(name, "embedded, as requested", embedded);
      case "" -> serveWhereItRuns(name, container, embedded);
      default ->
          throw new IllegalArgumentException(
              "hexauth.test.servers must be containers, embedded or not set, and is " + choice);
    };
  }

  private <S> S serveWhereItRuns(String name, Supplier<S> container, Supplier<S> embedded) {
    if (failed) {
      return started(name, "embedded, because a container did not start", embedded);
    }
    if (!answers.getAsBoolean()) {
      return started(name, "embedded, because Docker does not answer", embedded);
    }
    try {
      return started(name, "in a container, because Docker answers", container);
    } catch (RuntimeException e) {
      failed = true;
      LOG.warn(
          "{}: Docker answers, but the container does not start; set"
              + " -Dhexauth.test.servers=embedded to skip containers",
          name,
          e);
      return started(name, "embedded, because its container did not start", embedded);
    }
  }

  private static <S> S started(String name, String how, Supplier<S> start) {
    long before = System.nanoTime();
    S server = start.get();
    long millis = (System.nanoTime() - before) / 1_000_000;
    LOG.info("{} runs {}: {} (started in {} ms)", name, how, server, millis);
    return server;
  }

  /**
   * {@return the image of this property, or the default image} Any image is declared to be
   * compatible with the default.
   */
  static DockerImageName image(String property, String official, String tag) {
    DockerImageName standard = DockerImageName.parse(official).withTag(tag);
    String local = System.getProperty(property, "");
    return local.isEmpty()
        ? standard
        : DockerImageName.parse(local).asCompatibleSubstituteFor(standard.getUnversionedPart());
  }

  /**
   * {@return true if Docker may be installed} If it is not, Testcontainers would search for a long
   * time and log many lines.
   */
  private static boolean mayBeThere() {
    String home = System.getProperty("user.home");
    return System.getenv("DOCKER_HOST") != null
        || System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")
        || Stream.of(
                Path.of("/var/run/docker.sock"),
                Path.of(home, ".docker/run/docker.sock"),
                Path.of(home, ".docker/desktop/docker.sock"),
                Path.of(home, ".testcontainers.properties"),
                Path.of("/run/user/" + uid() + "/docker.sock"))
            .anyMatch(Files::exists);
  }

  private static Object uid() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (java.io.IOException | UnsupportedOperationException e) {
      return "none";
    }
  }

  private static boolean answersNow() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException e) {
      LOG.warn("Docker does not answer", e);
      return false;
    }
  }
}
