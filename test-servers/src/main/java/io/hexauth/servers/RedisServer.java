// SPDX-License-Identifier: Apache-2.0
package io.hexauth.servers;

import org.testcontainers.containers.GenericContainer;

/**
 * Redis server for all tests of a JVM. It is started at the first request and stopped with the JVM.
 * It runs in a container of the image {@code hexauth.test.redis.image} if Docker answers, otherwise
 * embedded. Thread-safe.
 */
public final class RedisServer {

  private static final int PORT = 6379;

  private RedisServer() {}

  private static final class Shared {
    static final String URI =
        Docker.choose("Redis", RedisServer::container, () -> RedisNode.start().uri());

    private Shared() {}
  }

  /** {@return the address for Lettuce; other tests may have stored data in the server} */
  public static String uri() {
    return Shared.URI;
  }

  // Testcontainers stops it with the JVM.
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
