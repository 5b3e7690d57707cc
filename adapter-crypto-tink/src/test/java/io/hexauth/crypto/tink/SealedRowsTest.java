// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.ports.api.OAuthSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an attacker who can write to the store achieves below core: nothing but noise. */
class SealedRowsTest {

  private final SealedWorld world = new SealedWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRowShouldBeReadByAnotherNode() {
    String token = world.alice(world.node("prod")).fetchToken().accessToken().value();

    assertThat(world.alice(world.node("prod")).token().accessToken().value()).isEqualTo(token);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  /** H3. */
  @Test
  void theRowOfAnotherUserShouldNotOpen() {
    var node = world.node("prod");
    world.bob(node).fetchToken();
    Envelope ofBob = world.rows().last().envelope().orElseThrow();
    world.alice(node).fetchToken();

    world.rows().show(alice -> ofBob);
    assertRefused(world.alice(world.node("prod")));
  }

  /** H4. */
  @Test
  void anOlderGenerationShouldNotOpen() {
    OAuthSession alice = world.alice(world.node("prod"));
    alice.fetchToken();
    GrantRecord first = world.rows().last();
    alice.refreshToken();
    assertThat(world.rows().last().grantId()).isEqualTo(first.grantId());
    assertThat(world.rows().last().generation()).isEqualTo(first.generation() + 1);

    world.rows().show(newer -> first.envelope().orElseThrow());
    assertRefused(world.alice(world.node("prod")));
  }

  /** A dump of production in the database of a developer, under the same keyset. */
  @Test
  void anotherNamespaceShouldNotOpen() {
    world.alice(world.node("prod")).fetchToken();
    Envelope ofProduction = world.rows().last().envelope().orElseThrow();
    world.alice(world.node("dev")).fetchToken();

    world.rows().show(ofDevelopment -> ofProduction);
    assertRefused(world.alice(world.node("dev")));
  }

  /** H5. */
  @Test
  void aPlantedDocumentShouldNotOpen() {
    world.alice(world.node("prod")).fetchToken();

    world.rows().show(any -> new Envelope(1, "unencrypted", "{}".getBytes(UTF_8)));
    assertRefused(world.alice(world.node("prod")));
  }

  @Test
  void aRefusedRowShouldStayAndBeReadableOnceItIsRight() {
    String token = world.alice(world.node("prod")).fetchToken().accessToken().value();
    GrantRecord before = world.rows().last();
    world.rows().show(any -> new Envelope(1, "1", new byte[40]));
    OAuthSession alice = world.alice(world.node("prod"));
    assertRefused(alice);

    world.rows().show(right -> right);
    assertThat(world.alice(world.node("prod")).token().accessToken().value()).isEqualTo(token);
    assertThat(world.rows().last()).isEqualTo(before);
  }

  private void assertRefused(OAuthSession session) {
    int requests = world.tokenRequests();
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(session::token);
    assertThat(world.tokenRequests()).isEqualTo(requests);
  }
}
