// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.hexauth.core.internal.memory.StoreOfOne;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H3, H4: an attacker who can write to the store, but has no key, changes encrypted documents. */
class TamperedRowTest {

  private final World world = new World();
  private final ClientRegistration registration = world.authorizationCode().build();
  private final Node node = world.node(registration);

  @AfterEach
  void close() {
    world.close();
  }

  private void assertRefused(UnaryOperator<GrantRecord> tampering) {
    GrantRecord before = world.store().record();
    world.store().tamper(tampering);
    Node stranger = world.node(registration);

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> stranger.alice().token());
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> stranger.alice().current());

    world.store().tamper(UnaryOperator.identity());
    assertThat(world.store().record()).isEqualTo(before);
    assertThat(world.server().ledger().tokenRequests("refresh_token")).isZero();
    assertThat(world.node(registration).alice().token()).isNotNull();
  }

  private Envelope sealedFor(Principal principal) {
    node.consent(world.server(), principal);
    return world.store().record().envelope().orElseThrow();
  }

  @DisplayName("H3: the document of another user")
  @Test
  void swappedRowShouldNotOpen() {
    Envelope bobs = sealedFor(Principal.of("bob"));
    sealedFor(World.ALICE);

    assertRefused(record -> with(record, record.grantId(), record.generation(), bobs));
  }

  @DisplayName("H4: the document of an earlier generation")
  @Test
  void rolledBackRowShouldNotOpen() {
    Envelope first = sealedFor(World.ALICE);

    assertRefused(record -> with(record, record.grantId(), record.generation() + 1, first));
  }

  @DisplayName("H4: the document of an earlier grant")
  @Test
  void documentOfAnEarlierGrantShouldNotOpen() {
    Envelope first = sealedFor(World.ALICE);
    sealedFor(World.ALICE);

    assertRefused(record -> with(record, record.grantId(), record.generation(), first));
  }

  @DisplayName("B14: what was sealed under another format")
  @Test
  void anotherFormatShouldNotOpen() {
    Envelope first = sealedFor(World.ALICE);
    var other = new Envelope(first.format() + 1, first.keyId(), first.bytes());

    assertRefused(record -> with(record, record.grantId(), record.generation(), other));
  }

  @Test
  void everyBitShouldCount() {
    Envelope first = sealedFor(World.ALICE);
    byte[] bytes = first.bytes().clone();
    bytes[bytes.length / 2] ^= 1;
    var flipped = new Envelope(first.format(), first.keyId(), bytes);

    assertRefused(record -> with(record, record.grantId(), record.generation(), flipped));
  }

  @Test
  void stepUpShouldBeginWhenTheStoredGrantCannotBeRead() {
    Envelope first = sealedFor(World.ALICE);
    sealedFor(World.ALICE);
    world.store().tamper(r -> with(r, r.grantId(), r.generation(), first));
    Node stepping = world.node(world.authorizationCode().stepUpScopes("pay").build());
    var demand = AuthorizationDemand.none().withScopes(Scopes.of("pay"));

    URI consent =
        stepping
            .client()
            .startAuthorization(World.ALICE, UserAgentBinding.random(), o -> o.satisfying(demand))
            .uri();

    assertThat(consent.getQuery()).contains("scope=pay");
  }

  @DisplayName("H4: a grant id from the end of time")
  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffff00000000000000000000", "fffffffffffffffffffffffffffffffe"})
  void newConsentShouldStayWhenARowWithAnIdFromTheEndOfTimeWasPlanted(String planted) {
    node.consent(world.server(), World.ALICE);
    GrantRecord before = world.store().record();
    var plantedRow = with(before, new GrantId(planted), 1, before.envelope().orElseThrow());
    world.store().restore(StoreOfOne.of(plantedRow, world.clock()));
    Node other = world.node(registration);

    var consented = other.consent(world.server(), World.ALICE);

    world
        .clock()
        .advance(Duration.ofMinutes(1)); // the first node reads the store again, in the background
    node.alice().token();
    await().until(() -> node.alice().token().accessToken().equals(consented.accessToken()));
    assertThat(world.store().record().envelope()).isNotEqualTo(before.envelope());
    assertThat(world.node(registration).alice().token().accessToken())
        .isEqualTo(consented.accessToken());
  }

  @Test
  void consentShouldFailWhenNoGrantCanFollowThePlantedId() {
    node.consent(world.server(), World.ALICE);
    GrantRecord before = world.store().record();
    var last = with(before, new GrantId("f".repeat(32)), 1, before.envelope().orElseThrow());
    world.store().restore(StoreOfOne.of(last, world.clock()));
    Node other = world.node(registration);

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> other.consent(world.server(), World.ALICE))
        .withMessageContaining("delete the record");
  }

  private static GrantRecord with(GrantRecord r, GrantId id, long generation, Envelope envelope) {
    return r.toBuilder()
        .version(new GrantRecord.Version(id, generation))
        .envelope(Optional.of(envelope))
        .build();
  }
}
