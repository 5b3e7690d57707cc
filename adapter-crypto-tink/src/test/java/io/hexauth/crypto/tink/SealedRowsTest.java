// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.spi.StoredGrant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attacker who can write to the store can only make documents unreadable. */
class SealedRowsTest {

  private final SealedWorld world = new SealedWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRowShouldBeReadByAnotherNode() {
    String token = world.alice(world.node("prod")).obtainToken().accessToken().value();

    assertThat(world.alice(world.node("prod")).token().accessToken().value()).isEqualTo(token);
    assertThat(world.tokenRequests()).isEqualTo(1);
  }

  /** H3. */
  @Test
  void theRowOfAnotherUserShouldNotOpen() {
    var node = world.node("prod");
    world.bob(node).obtainToken();
    Envelope ofBob = ShownRows.envelope(world.rows().last());
    world.alice(node).obtainToken();

    world.rows().show(alice -> ofBob);
    assertRefused(world.alice(world.node("prod")));
  }

  /** H4. */
  @Test
  void anOlderGenerationShouldNotOpen() {
    OAuthSession alice = world.alice(world.node("prod"));
    alice.obtainToken();
    StoredGrant first = world.rows().last();
    alice.refresh();
    assertThat(first.fields()).containsEntry(StoredGrant.GENERATION, "1");
    assertThat(world.rows().last().fields())
        .containsEntry("grant_id", first.fields().get("grant_id"))
        .containsEntry(StoredGrant.GENERATION, "2");

    world.rows().show(newer -> ShownRows.envelope(first));
    assertRefused(world.alice(world.node("prod")));
  }

  /**
   * For example, a copy of the production data in the database of a developer, with the same
   * keyset.
   */
  @Test
  void anotherNamespaceShouldNotOpen() {
    world.alice(world.node("prod")).obtainToken();
    Envelope ofProduction = ShownRows.envelope(world.rows().last());
    world.alice(world.node("dev")).obtainToken();

    world.rows().show(ofDevelopment -> ofProduction);
    assertRefused(world.alice(world.node("dev")));
  }

  /** H5. */
  @Test
  void aPlantedDocumentShouldNotOpen() {
    world.alice(world.node("prod")).obtainToken();

    world.rows().show(any -> new Envelope(1, "unencrypted", "{}".getBytes(UTF_8)));
    assertRefused(world.alice(world.node("prod")));
  }

  @Test
  void aRefusedRowShouldStayAndBeReadableOnceItIsRight() {
    String token = world.alice(world.node("prod")).obtainToken().accessToken().value();
    StoredGrant before = world.rows().last();
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
