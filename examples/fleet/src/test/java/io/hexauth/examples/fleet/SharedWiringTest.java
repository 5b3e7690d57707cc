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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wiring of shared stores in the guide. */
class SharedWiringTest {

  private static Injector shared(
      Path keyset, Aead kms, DataSource pool, ClientRegistration spotify) {
    return Guice.createInjector(
        Stage.PRODUCTION,
        new OAuthClientModule(),
        new FeignTransportModule(),
        new JdbcStoreModule(
            JdbcStoreConfig.defaults().withCreateTables(true)), // or RedisStoreModule
        TinkTokenCipherModule.encryptedKeyset(() -> Files.readAllBytes(keyset), kms),
        binder -> {
          binder.bind(Key.get(DataSource.class, OAuthJdbc.class)).toInstance(pool);
          OAuthClientBinder.of(binder).registration(spotify);
        });
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

    // A pool without a database fails when a connection is requested, which is logged as a warning.
    try (var pool = new HikariDataSource();
        OAuthClients clients = shared(file, kms, pool, spotify).getInstance(OAuthClients.class)) {
      assertThat(clients.get("spotify")).isNotNull();
    }
    var cipher = shared(file, kms, new HikariDataSource(), spotify).getInstance(TokenCipher.class);
    byte[] plain = {1, 2, 3};
    assertThat(cipher.open(cipher.seal(plain, plain), plain)).contains(plain);
  }

  private static KeysetHandle keyset() throws GeneralSecurityException {
    return KeysetHandle.newBuilder()
        .addEntry(
            KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withRandomId()
                .makePrimary())
        .build();
  }
}
