// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.testkit.log.SecretScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in a file is changed while the application runs. */
class RotatedSecretTest {

  @TempDir private Path folder;
  private final World world = new World();
  private OAuthClients clients;
  private OAuthClient client;

  @BeforeEach
  void start() throws IOException {
    write(world.secret);
    clients =
        world
            .injector(world.config().with("client-secret-from", "file:" + file()).read())
            .getInstance(OAuthClients.class);
    client = clients.get("acme");
  }

  @AfterEach
  void stop() {
    clients.close();
    world.close();
  }

  private Path file() {
    return folder.resolve("secret");
  }

  private void write(String secret) throws IOException {
    Files.writeString(file(), secret + "\n");
  }

  @Test
  void requestShouldUseTheNewSecretWhenTheFileWasReplaced() throws IOException {
    client.session().obtainToken();
    String rotated = SecretScan.create("client_secret");
    world.server.changeClientSecret("shop", rotated);
    write(rotated);

    assertThat(client.session().obtainToken()).isNotNull();
  }

  @Test
  void requestShouldUseTheNewSecretAfterTheOldOneWasRefused() throws IOException {
    client.session().obtainToken();
    String rotated = SecretScan.create("client_secret");
    world.server.changeClientSecret("shop", rotated);
    assertThatExceptionOfType(TokenRequestRejectedException.class)
        .isThrownBy(() -> client.session().obtainToken());

    write(rotated);
    world.clock.advance(Duration.ofSeconds(11)); // the pause after a refused client

    assertThat(client.session().obtainToken()).isNotNull();
  }

  @Test
  void requestShouldFailAndNameTheFileUntilItIsThere() throws IOException {
    Files.delete(file());
    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> client.session().obtainToken())
        .withMessageContaining("the client secret supplier")
        .withStackTraceContaining("The secret file:" + file() + " cannot be used");

    write(world.secret);

    assertThat(client.session().obtainToken()).isNotNull();
  }
}
