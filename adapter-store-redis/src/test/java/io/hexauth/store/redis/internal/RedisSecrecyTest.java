// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.servers.RedisNode;
import io.hexauth.testkit.log.Canaries;
import io.hexauth.testkit.log.LogCapture;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis shows no secret to its operators: names are hashes, and values are encrypted by core. */
class RedisSecrecyTest {

  private final RedisNode node =
      RedisNode.start("slowlog-log-slower-than 0", "slowlog-max-len 1000");
  private final RedisClient client = Clients.of(node.uri());

  /**
   * Starts before the connection is opened, because Lettuce reads the level of its loggers at that
   * time.
   */
  private final LogCapture log = LogCapture.start();

  private final TestStores stores = new TestStores(new ServerAccess(client));
  private final Canaries canaries = new Canaries();
  private final String principal = canaries.create("principal");
  private final GrantKey key =
      GrantKey.of("app", ClientRegistrationId.of("billing"), Principal.of(principal));
  private final Grant grant = new Grant(stores.tokens(), key);

  @AfterEach
  void stop() {
    stores.close();
    client.shutdown();
    node.close();
    log.close();
  }

  @Test
  void monitorSlowlogDumpAndLogShouldShowNoTokenAndNoPrincipal() throws Exception {
    try (var monitor = new Monitor(node.port())) {
      liveALife();
      node.ask("ECHO", "the end");
      await().atMost(Duration.ofSeconds(10)).until(() -> monitor.seen().contains("the end"));

      assertThat(monitor.seen()).contains(key.value()).contains("EVALSHA");
      canaries.assertNoneIn(monitor.seen());
      String slow = node.ask("SLOWLOG", "GET", "1000");
      assertThat(slow).contains(key.value());
      canaries.assertNoneIn(slow);
      String dump = dump();
      assertThat(dump).contains(key.value()).contains("TOMBSTONE");
      canaries.assertNoneIn(dump);
      assertThat(log.text()).contains("EVALSHA");
      canaries.assertNoneIn(log.text());
    }
  }

  /** Sends every command, including some that fail. */
  private void liveALife() throws GeneralSecurityException {
    StoredGrant first = grant.created(sealed("first token"));
    StoredGrant leased = Grant.with(first, "state", "INTENT").withSameDocument();
    grant.replaced(first, leased);
    StoredGrant second = grant.replaced(leased, sealed("second token"));
    assertThat(grant.replace(first, sealed("late token"))).isFalse();
    canaries.assertNoneIn(grant.stored().toString());
    canaries.assertNoneIn(dump());
    StoredGrant tombstone =
        StoredGrant.of(
            Grant.newRevision(), Map.of("gen", "2", "state", "TOMBSTONE"), Optional.empty());
    grant.replaced(second, tombstone);
    GrantKey pending = Grant.newKey();
    stores.pending().put(pending, secret("verifier"), Duration.ofMinutes(1));
    assertThat(stores.pending().take(pending)).isPresent();
    assertThat(stores.maintenance().rowsPerKey()).isEmpty();
    node.ask("CONFIG", "SET", "maxmemory", "1");
    Envelope refused = secret("refused token");
    assertThatExceptionOfType(ServiceUnavailableException.class)
        .isThrownBy(() -> stores.pending().put(pending, refused, Duration.ofMinutes(1)))
        .satisfies(canaries::assertNoneIn);
    node.ask("CONFIG", "SET", "maxmemory", "0");
  }

  private StoredGrant sealed(String name) throws GeneralSecurityException {
    return StoredGrant.of(
        Grant.newRevision(),
        Map.of("gen", "1", "state", "IDLE", "key_id", "key-1"),
        Optional.of(secret(name).bytes()));
  }

  /** {@return a document that is encrypted like one of core} */
  private Envelope secret(String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, KeyGenerator.getInstance("AES").generateKey());
    byte[] plain = canaries.create(name).getBytes(StandardCharsets.UTF_8);
    return new Envelope(1, "key-1", cipher.doFinal(plain));
  }

  private String dump() {
    var dump = new StringBuilder();
    for (String name : node.ask("KEYS", "*").lines().toList()) {
      dump.append(name).append('\n').append(node.ask("HGETALL", name)).append('\n');
    }
    return dump.toString();
  }

  /** Monitor of all commands that the server executes. */
  private static final class Monitor implements AutoCloseable {

    private final Socket socket;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    Monitor(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      // Before its answer, the monitor sees nothing.
      seen.add(Character.toString(in.read()));
      var reader = new Thread(() -> read(in), "monitor");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream in) {
      byte[] buffer = new byte[8192];
      try {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          seen.add(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        // The connection was closed.
      }
    }

    String seen() {
      return String.join("", seen);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
