// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.store.jdbc.JdbcStoreConfig;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wiring of shared stores that the README shows. */
class SharedWiringTest {

  private static Injector shared(
      Path keyset, Aead kms, DataSource pool, ClientRegistration spotify) {
    // spotless:off  (the README shows these lines as they are)
    // tag::shared[]
    var injector = Guice.createInjector(Stage.PRODUCTION,
        new OAuthClientModule(), new FeignTransportModule(),
        new JdbcStoreModule(JdbcStoreConfig.defaults().withCreateTables(true)),   // or RedisStoreModule
        TinkTokenCipherModule.encryptedKeyset(() -> Files.readAllBytes(keyset), kms),
        binder -> {
          binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool);
          OAuthClientBinder.of(binder).registration(spotify);
        });
    // end::shared[]
    // spotless:on
    return injector;
  }

  @Test
  void theSharedWiringShouldBeWholeAndStartWithoutItsDatabase(@TempDir Path folder)
      throws Exception {
    AeadConfig.register();
    Aead kms = keyset().getPrimitive(RegistryConfiguration.get(), Aead.class);
    Path file = folder.resolve("keyset.json");
    Files.writeString(
        file,
        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
            keyset(), kms, new byte[0], RegistryConfiguration.get()));
    var spotify =
        ClientRegistration.builder("spotify")
            .clientCredentials()
            .tokenEndpoint("https://spotify.example/token")
            .clientSecretBasic("app", () -> "s3cret-of-the-wiring-test")
            .build();

    // A pool without a database fails when it is asked for a connection: that is a warning.
    try (var pool = new HikariDataSource();
        OAuthClients clients = shared(file, kms, pool, spotify).getInstance(OAuthClients.class)) {
      assertThat(clients.get("spotify")).isNotNull();
    }
    var cipher = shared(file, kms, new HikariDataSource(), spotify).getInstance(TokenCipher.class);
    byte[] plain = {1, 2, 3};
    assertThat(cipher.open(cipher.seal(plain, plain), plain)).contains(plain);
  }

  @Test
  void theReadmeShouldShowTheseVeryLines() throws IOException {
    Path source = Path.of("src/test/java/io/hexauth/examples/fleet/SharedWiringTest.java");
    List<String> compiled = block(source, "// tag::shared[]", "// end::shared[]");

    assertThat(block(Path.of("../../README.md"), compiled.get(0), "```"))
        .isEqualTo(compiled.subList(1, compiled.size()));
  }

  private static KeysetHandle keyset() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(
            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary())
        .build();
  }

  /** After the last line that starts it: the smallest wiring starts alike. */
  private static List<String> block(Path file, String start, String end) throws IOException {
    try (Stream<String> all = Files.lines(file)) {
      List<String> lines = all.map(String::strip).toList();
      return lines.subList(lines.lastIndexOf(start) + 1, lines.size()).stream()
          .takeWhile(line -> !line.equals(end))
          .toList();
    }
  }
}
