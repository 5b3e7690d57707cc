// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import io.hexauth.ports.spi.ResealRequest;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The user that the documentation proposes. */
class RedisAccessControlTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");

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
  void theDocumentedUserShouldBeAllowedEveryStep() throws IOException {
    createUser("~test-*");
    try (var client = Clients.of(uri());
        var stores = new TestStores(new ServerAccess(client))) {
      Grant own = Grant.in(stores.tokens());
      GrantRecord created = Grant.done(own.store().lease(own.creation()));
      Grant.done(own.store().settle(own.settle(created, GrantState.IDLE)));
      GrantRecord committed = Grant.done(own.store().commit(own.commit(created)));
      assertThat(own.stored()).contains(committed);
      var reseal =
          new ResealRequest(
              own.key(), committed.version(), committed.envelope().orElseThrow(), Grant.envelope());
      assertThat(stores.maintenance().reseal(reseal)).isTrue();
      assertThat(stores.maintenance().rowsPerKey()).containsEntry("key-1", 1L);
      Grant.done(own.store().tombstone(own.tombstone(committed)));
      Grant brief = Grant.in(stores.tokens());
      brief.created(Optional.of(Duration.ofMinutes(1)));
      var key = Grant.newKey();
      assertThat(stores.pending().put(key, Grant.envelope(), Duration.ofMinutes(1))).isTrue();
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
          .withMessageContaining("does not let this user")
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
