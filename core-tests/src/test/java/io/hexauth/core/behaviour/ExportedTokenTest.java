// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.domain.token.TokenType;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are moved to another store, registration or principal as JSON. */
class ExportedTokenTest {

  private final World world = new World();
  private final Node node = world.node(world.authorizationCode().build());

  /** Another application, with its own store and keys. */
  private final World elsewhere = new World();

  private final OAuthSession alice =
      elsewhere.node(world.authorizationCode().build(), world.clock()).alice();

  @AfterEach
  void close() {
    world.close();
    elsewhere.close();
  }

  private OAuthToken complete() {
    return OAuthToken.builder("access")
        .tokenType(new TokenType("DPoP"))
        .expiresAt(world.clock().instant().plus(Duration.ofMinutes(30)))
        .refreshToken("refresh \"token\" \\ ~")
        .idToken(Optional.of(new IdToken("header.claims.signature")))
        .scopes(Scopes.of("read", "write"))
        .additional(
            Map.of("tenant", "t-\u00e9", "limits", List.of(1, new BigDecimal("2.50"), true)))
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void everyPartOfATokenShouldArrive(ImportMode mode) {
    OAuthToken token = node.alice().importToken(complete(), ImportMode.REPLACE);

    OAuthToken imported = alice.importJson(node.alice().exportJson().orElseThrow(), mode);

    assertThat(imported).isEqualTo(token);
    assertThat(alice.token()).isEqualTo(token);
    assertThat(imported.tokenType()).isEqualTo(token.tokenType());
    assertThat(imported.additional().toString()).isEqualTo(token.additional().toString());
    assertThat(world.tokenRequests()).isZero();
  }

  @Test
  void tokenWithNothingButItselfShouldArrive() {
    OAuthToken token =
        node.alice().importToken(OAuthToken.builder("alone").build(), ImportMode.REPLACE);

    assertThat(alice.importJson(node.alice().exportJson().orElseThrow(), ImportMode.IF_ABSENT))
        .isEqualTo(token);
  }

  /**
   * An exported token contains the grant: the server refreshes it for each process that presents
   * it.
   */
  @Test
  void importedGrantShouldBeRefreshed() {
    OAuthToken token = node.consent(world.server(), World.ALICE);
    alice.importJson(node.alice().exportJson().orElseThrow(), ImportMode.IF_ABSENT);
    world.clock().advance(Duration.ofHours(2));

    assertThat(alice.token().accessToken()).isNotEqualTo(token.accessToken());
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isEqualTo(1);
  }

  @Test
  void grantThatIsThereShouldStayUnlessItIsReplaced() {
    OAuthToken old = alice.importToken(OAuthToken.builder("old").build(), ImportMode.REPLACE);
    node.consent(world.server(), World.ALICE);
    String exported = node.alice().exportJson().orElseThrow();

    assertThat(alice.importJson(exported, ImportMode.IF_ABSENT)).isEqualTo(old);
    assertThat(alice.importJson(exported, ImportMode.REPLACE))
        .isEqualTo(node.alice().token())
        .isNotEqualTo(old);
  }

  @Test
  void nothingShouldBeExportedWhenThereIsNoGrant() {
    assertThat(node.alice().exportJson()).isEmpty();

    node.consent(world.server(), World.ALICE);
    node.alice().revoke();
    assertThat(node.alice().exportJson()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"access_token\":\"canary\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"scope\":\"\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bear er\",\"scope\":\"\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"expires_at\":\"canary\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"expires_at\":1795248930}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"refresh_token\":{}}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"additional\":\"canary\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"additional\":[\"canary\"]}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\",\"additional\":null}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\"} canary",
        "{\"access_token\":\"canary\",\"access_token\":\"canary\",\"token_type\":\"B\",\"scope\":\"\"}",
        "{\"access_token\":\"canary\",\"token_type\":\"Bearer\",\"scope\":\"\""
      })
  void whatIsNoTokenShouldBeRefusedWithoutItsText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> alice.importJson(text, ImportMode.REPLACE))
        .withMessageNotContaining("canary")
        .withNoCause();
    assertThat(alice.current()).isEmpty();
  }
}
