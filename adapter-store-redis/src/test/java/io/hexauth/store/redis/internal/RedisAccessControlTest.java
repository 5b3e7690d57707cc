// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Redis user with the permissions in the documentation. */
class RedisAccessControlTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "stores.md");

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RedisNode node = RedisNode.start();

  @AfterEach
  void stop() {
    node.close();
  }

  private void createUser(String keys) throws IOException {
    String command =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("ACL SETUSER hexauth "))
            .findFirst()
            .orElseThrow();
    node.ask(command.replace("~shop:*", keys).split(" "));
  }

  private String uri() {
    return "redis://hexauth:secret@127.0.0.1:" + node.port();
  }

  @Test
  void theDocumentedUserShouldBeAllowedEveryCommand() throws IOException {
    createUser("~test-*");
    try (var client = Clients.of(uri());
        var stores = new TestStores(new ServerAccess(client))) {
      Grant own = Grant.in(stores.tokens());
      StoredGrant created = own.created(own.keptFor(MINUTE.multipliedBy(2)));
      StoredGrant next = own.replaced(created);
      assertThat(own.stored()).contains(next);
      assertThat(own.create(next)).isFalse();
      assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 1L);
      assertThat(stores.sealedWith("key-1")).hasSize(1);
      var key = Grant.newKey();
      assertThat(stores.pending().put(key, Grant.envelope(), MINUTE)).isTrue();
      assertThat(stores.pending().take(key)).isPresent();
    }
  }

  @Test
  void keysOfOthersShouldBeAnErrorThatTryingAgainDoesNotHelp() throws IOException {
    createUser("~others:*");
    try (var client = Clients.of(uri());
        var stores = new TestStores(new ServerAccess(client))) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> Grant.in(stores.tokens()).stored())
          .withMessageContaining("user lacks a permission")
          .matches(e -> !e.isRetryable());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evalsha", "time", "hgetall", "hget", "hset", "hkeys", "pexpireat"})
  void aMissingRightShouldBeAnErrorThatTryingAgainDoesNotHelp(String command) throws IOException {
    createUser("~test-*");
    node.ask("ACL", "SETUSER", "hexauth", "-" + command);
    try (var client = Clients.of(uri());
        var stores = new TestStores(new ServerAccess(client))) {
      Grant own = Grant.in(stores.tokens());
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> own.created(own.keptFor(MINUTE)))
          .withMessageContaining("user lacks a permission")
          .matches(e -> !e.isRetryable());
    }
  }

  @Test
  void aWrongPasswordShouldBeAnErrorWithoutThePassword() {
    var secret = new Canaries();
    String password = secret.create("password");
    node.ask("CONFIG", "SET", "requirepass", "right");
    try (var client = Clients.of("redis://:" + password + "@127.0.0.1:" + node.port());
        var stores = new TestStores(new ServerAccess(client))) {
      assertThatExceptionOfType(ServiceUnavailableException.class)
          .isThrownBy(() -> Grant.in(stores.tokens()).stored())
          .withMessageContaining("password")
          .matches(e -> !e.isRetryable())
          .satisfies(secret::assertNoneIn);
    }
  }
}
