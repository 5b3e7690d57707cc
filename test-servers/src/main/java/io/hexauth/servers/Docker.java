// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/**
 * Whether servers run in containers. The system property {@code hexauth.test.servers} decides, if
 * it says {@code containers} or {@code embedded}; otherwise whether Docker answers.
 */
final class Docker {

  private static final Logger LOG = LoggerFactory.getLogger(Docker.class);
  private static final String CHOICE = System.getProperty("hexauth.test.servers", "");
  private static final boolean ANSWERS = mayBeThere() && answersNow();

  private Docker() {}

  /**
   * {@return the server, in a container where Docker answers, else embedded; said in the log}
   *
   * <p>An image that cannot be had is a reason to run embedded, too, unless containers were asked
   * for by name.
   */
  static <S> S choose(String name, Supplier<S> container, Supplier<S> embedded) {
    long before = System.nanoTime();
    if (CHOICE.equals("containers")) {
      return said(name, "in a container, as asked for", before, container.get());
    }
    if (!ANSWERS || CHOICE.equals("embedded")) {
      String why = ANSWERS ? "as asked for" : "because Docker does not answer";
      return said(name, "embedded, " + why, before, embedded.get());
    }
    try {
      return said(name, "in a container", before, container.get());
    } catch (RuntimeException e) {
      LOG.warn("{}: Docker answers, but its container does not start", name, e);
      return said(name, "embedded, because its container did not start", before, embedded.get());
    }
  }

  private static <S> S said(String name, String how, long before, S server) {
    long millis = (System.nanoTime() - before) / 1_000_000;
    LOG.info("{} runs {}: {} (started in {} ms)", name, how, server, millis);
    return server;
  }

  /** The image of this property, or the default: whichever, it stands for the default. */
  static DockerImageName image(String property, String official, String tag) {
    DockerImageName standard = DockerImageName.parse(official).withTag(tag);
    String local = System.getProperty(property, "");
    return local.isEmpty()
        ? standard
        : DockerImageName.parse(local).asCompatibleSubstituteFor(standard.getUnversionedPart());
  }

  /** Testcontainers looks for long, and loudly, where there is nothing to be found. */
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
