// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.crypto.tink.TinkTokenCipherModule;
import io.hexauth.documentation.Given.Billing;
import io.hexauth.documentation.Given.Playlists;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.store.jdbc.JdbcStoreModule;
import io.hexauth.store.jdbc.OAuthJdbc;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Complete examples of docs/seeds.md: each is no longer than the example of its document, and works
 * on an empty database and after a restart.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SeedExamplesTest {

  private static final Path PAGE = Path.of("..", "docs", "seeds.md").toAbsolutePath().normalize();
  private static final Path REPOSITORY = PAGE.getParent().getParent();

  private Surroundings around;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    around = new Surroundings(folder);
  }

  @AfterAll
  void stop() {
    around.close();
  }

  private static List<Block> examples() {
    return Block.in(REPOSITORY, PAGE);
  }

  /**
   * Lines and imports of the documents: those of the complete example; for document 003, those of
   * the token provider's example.
   */
  @ParameterizedTest
  @CsvSource({"0, 18, 3", "1, 18, 3", "2, 28, 6", "3, 16, 3", "4, 22, 4"})
  void exampleShouldBeNoLongerThanThatOfItsDocument(int document, long lines, long imports)
      throws Exception {
    Block example = examples().get(document);

    assertThat(example.lines()).isLessThanOrEqualTo(lines);
    assertThat(Files.readString(PAGE))
        .containsPattern(
            "\\| 00%d[^|]*\\| %d, and %d imports \\| %d, and %d imports \\|"
                .formatted(document, lines, imports, example.lines(), example.imports()));
  }

  @Test
  void everyDocumentShouldHaveOneExample() {
    assertThat(examples()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({"0, httpACG", "1, acgAuth", "4, oauth_2_0"})
  void exampleShouldSendTheUserAwayOnceAndUseTheStoredTokenAfterARestart(
      int document, String id, @TempDir Path before, @TempDir Path after) throws Exception {
    Block example = examples().get(document);
    var given = new Given(around, () -> "");

    Object consent = example.run(given, before).orElseThrow();
    assertThat(consent).isInstanceOf(URI.class);
    finish(id, given, around.server().consent((URI) consent, "alice"));
    Object api = example.run(given, after).orElseThrow();

    assertThat(api)
        .isInstanceOfSatisfying(
            Playlists.class, playlists -> assertThat(playlists.playlists()).contains("alice"));
  }

  @Test
  void passwordShouldBeSentOnceAndTheStoredTokenUsedAfterARestart(
      @TempDir Path before, @TempDir Path after) throws Exception {
    Block example = examples().get(2);
    var given = new Given(around, () -> "");
    int sent = around.server().ledger().tokenRequests("password");

    for (Path folder : List.of(before, after)) {
      assertThat(example.run(given, folder).orElseThrow())
          .isInstanceOfSatisfying(
              Playlists.class, playlists -> assertThat(playlists.playlists()).contains("alice"));
    }

    assertThat(around.server().ledger().tokenRequests("password")).isEqualTo(sent + 1);
  }

  @Test
  void tokenProviderShouldFetchATokenWhenTheDatabaseHasNone(@TempDir Path folder) throws Exception {
    Object api = examples().get(3).run(new Given(around, () -> ""), folder).orElseThrow();

    assertThat(api)
        .isInstanceOfSatisfying(
            Billing.class, billing -> assertThat(billing.invoices()).contains("read write"));
  }

  /** Handles the callback on another node with the same stores. */
  private void finish(String id, Given given, URI callback) {
    var registration =
        ClientRegistration.builder(id)
            .discover(around.server().issuer().toString())
            .authorizationCode()
            .clientSecretBasic("my-app", () -> Surroundings.SECRET)
            .redirectUri("https://app.example/callback")
            .build();
    try (OAuthClients clients =
        Guice.createInjector(
                new OAuthClientModule(),
                new FeignTransportModule(),
                new JdbcStoreModule(),
                TinkTokenCipherModule.encryptedKeyset(
                    () -> Files.readAllBytes(given.keyset), given.kms),
                binder -> {
                  binder
                      .bind(DataSource.class)
                      .annotatedWith(OAuthJdbc.class)
                      .toInstance(given.pool);
                  OAuthClientBinder.of(binder).registration(registration);
                })
            .getInstance(OAuthClients.class)) {
      clients
          .get(id)
          .finishAuthorization(
              AuthorizationCallback.parse(callback), UserAgentBinding.of(given.cookie));
    }
  }
}
