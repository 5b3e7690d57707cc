// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import org.testcontainers.containers.GenericContainer;

/**
 * One Redis for all tests of a JVM: started at the first request, stopped with the JVM. In a
 * container of the image {@code hexauth.test.redis.image} where Docker answers, else embedded.
 * Thread-safe.
 */
public final class RedisServer {

  private static final int PORT = 6379;

  private RedisServer() {}

  private static final class Shared {
    static final String URI =
        Docker.choose("Redis", RedisServer::container, () -> RedisNode.start().uri());

    private Shared() {}
  }

  /** {@return its address, as Lettuce reads it; the server may hold what others have put there} */
  public static String uri() {
    return Shared.URI;
  }

  // Stopped with the JVM, by Testcontainers.
  @SuppressWarnings("resource")
  private static String container() {
    GenericContainer<?> container =
        new GenericContainer<>(Docker.image("hexauth.test.redis.image", "redis", "8"))
            .withCommand("redis-server", "--save", "")
            .withExposedPorts(PORT);
    container.start();
    return "redis://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }
}
