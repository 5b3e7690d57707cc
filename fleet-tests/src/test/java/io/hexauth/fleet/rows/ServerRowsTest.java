// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.rows;

import static io.hexauth.fleet.harness.SharedStore.Kind.POSTGRES;
import static io.hexauth.fleet.harness.SharedStore.Kind.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.harness.Row;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Rows about an authorization server that is down, busy, slow, broken, or refuses the client. */
final class ServerRowsTest {

  private static final String SERVER_GONE =
      "failed:ServiceUnavailable:AUTHORIZATION_SERVER:retryable";

  /** Time for which nothing is sent to a server that refuses the client. */
  private static final Duration STEP = Duration.ofSeconds(10);

  private static final int NODES = 3;

  @Row(value = "N2", on = POSTGRES)
  void nodeThatCannotReachTheServerShouldLeaveTheGrantToOthers(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().server().refuse();
    assertThat(fleet.a().ask(alice).failure()).isEqualTo(SERVER_GONE);

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.a().ask(alice).token()).as("cut off, and served").isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "N2 with lost packets", on = REDIS)
  void requestsThatGetLostShouldBeRepeatedByAnotherNodeAfterTheHold(Fleet fleet) {
    String alice = fleet.expired();
    fleet.a().server().blackHole();
    long sent = System.nanoTime();
    assertThat(fleet.a().ask(alice).failure()).isEqualTo(SERVER_GONE);

    String token = fleet.b().askUntilToken(alice);

    assertThat(Duration.ofNanos(System.nanoTime() - sent))
        .isGreaterThan(Pace.QUICK.deadline().plus(Pace.QUICK.hold()));
    assertThat(fleet.a().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(1);
  }

  @Row(value = "A1", on = REDIS)
  void manyGrantsShouldRecoverFromAnOutageWithOneRequestEach(Fleet fleet) {
    List<String> users = fleet.expired(Pace.CALM, Settings.STRICT, 50);
    List<Member> nodes = List.of(fleet.a(), fleet.b(), fleet.c());
    nodes.forEach(node -> node.server().refuse());
    nodes.forEach(
        node ->
            users.stream().map(node::asking).toList().stream()
                .map(Fleet::get)
                .forEach(answer -> assertThat(answer.failure()).contains("retryable")));
    assertThat(fleet.books().requests()).isZero();

    nodes.forEach(node -> node.server().pass());
    for (String user : users) {
      assertThat(fleet.b().askUntilToken(user)).isEqualTo(fleet.a().askUntilToken(user));
    }

    assertThat(fleet.books().presentations()).hasSize(users.size()).containsOnly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
    // This includes a node for which other nodes have done all work.
    nodes.forEach(node -> node.refreshUntilToken(users.get(0)));
  }

  @Row(value = "A2", on = REDIS)
  void retryAfterShouldBeHonouredByTheWholeFleet(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().token().next(Reply.busy(429, "2"));
    long refused = System.nanoTime();
    assertThat(fleet.a().ask(alice).failure()).isEqualTo(SERVER_GONE);
    for (Member other : List.of(fleet.b(), fleet.c())) {
      Answer answer = other.ask(alice);
      if (System.nanoTime() - refused < Duration.ofSeconds(2).toNanos()) {
        assertThat(answer.failure()).isEqualTo(SERVER_GONE);
        assertThat(fleet.books().requests()).isEqualTo(1);
      }
    }

    fleet.b().askUntilToken(alice);

    assertThat(Duration.ofNanos(System.nanoTime() - refused)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(fleet.books().presentations()).containsExactly(2);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "A4", on = POSTGRES)
  void pageInsteadOfAnAnswerShouldBeFollowedByOneRecovery(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().token().next(Reply.html(200));
    assertThat(fleet.a().ask(alice).failure()).startsWith("failed:InvalidServerResponse");
    assertThat(fleet.grant(alice).state()).isEqualTo("INTENT");

    String token = fleet.b().askUntilToken(alice);

    assertThat(fleet.c().ask(alice).token()).isEqualTo(token);
    assertThat(fleet.books().presentations()).containsExactly(2);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "A4 after the rotation", on = REDIS)
  void errorAfterTheRotationShouldBeFollowedByOneRecoveryAndThenByNothing(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().token().next(Reply.normal().withStatus(500).withBody("oops"));
    assertThat(fleet.a().ask(alice).isToken()).isFalse();

    assertThat(fleet.b().askUntilFinal(alice))
        .isEqualTo("failed:ReauthorizationRequired:ROTATION_LOST");
    assertThat(fleet.c().ask(alice).isToken()).isFalse();
    assertThat(fleet.books().presentations()).containsExactly(2);
  }

  @Row(value = "A5", on = POSTGRES)
  void slowAnswerShouldBeGivenUpAtTheDeadlineAndNotRepeatedBeforeTheHold(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().token().next(Reply.of(200).hanging());
    long sent = System.nanoTime();
    assertThat(fleet.a().ask(alice).failure()).isEqualTo(SERVER_GONE);
    long failed = System.nanoTime();

    assertThat(Duration.ofNanos(failed - sent)).isGreaterThan(Pace.QUICK.deadline());
    fleet.b().askUntilToken(alice);

    assertThat(Duration.ofNanos(System.nanoTime() - sent))
        .isGreaterThan(Pace.QUICK.deadline().plus(Pace.QUICK.hold()));
    assertThat(fleet.books().presentations()).containsExactly(2);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "A6", on = REDIS)
  void serverThatRotatesOnlySometimesShouldBeFollowed(Fleet fleet) {
    String alice = fleet.expired();
    fleet.server().issue(issuing -> issuing.withRotation(Rotation.OFF));
    String first = fleet.a().ask(alice).token();
    String second = fleet.b().refresh(alice).token();
    fleet.server().issue(issuing -> issuing.withRotation(Rotation.STRICT));
    String third = fleet.b().refresh(alice).token();
    String fourth = fleet.b().refresh(alice).token();

    assertThat(Stream.of(first, second, third, fourth).distinct()).hasSize(4);
    assertThat(fleet.books().presentations())
        .as("the one that was kept three times, then the new one")
        .containsExactly(3, 1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }

  @Row(value = "A7", on = POSTGRES)
  void serverThatDoesNotKnowUsShouldBeAskedOnceByEachNode(Fleet fleet) {
    String alice = fleet.expired(Pace.QUICK, Settings.REFUSED);
    fleet.server().token().always(Reply.error(401, "invalid_client"));
    long start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      var asking =
          Stream.of(fleet.a(), fleet.b(), fleet.c())
              .map((Member node) -> node.asking(alice, 64))
              .toList();
      asking.forEach(
          one ->
              assertThat(Fleet.get(one).failure())
                  .isEqualTo("failed:TokenRequestRejected:invalid_client"));
    }

    assertThat(fleet.books().requests())
        .as("one of each node in ten seconds; only a very slow machine needs more than one")
        .isBetween(
            1, NODES * (1 + (int) Duration.ofNanos(System.nanoTime() - start).dividedBy(STEP)));
    assertThat(fleet.grant(alice).state()).isEqualTo("IDLE");
    String bob = fleet.user(Pace.QUICK, Settings.STRICT);
    fleet.server().token().behave();
    assertThat(fleet.consent(fleet.a(), bob).isToken()).as("another client").isTrue();
  }

  @Row(value = "A9", on = POSTGRES)
  void serverThatHasMovedShouldBeFoundAtItsNewAddress(Fleet fleet) {
    String alice = fleet.expired(Pace.QUICK, Settings.NAMED);
    String token = fleet.a().ask(alice).token();
    assertThat(fleet.books().presentations()).containsExactly(1);
    // No server listens at the old address any more.
    fleet.a().localhostIs("127.0.0.3");
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> fleet.a().refresh(alice).outcomes().containsKey(SERVER_GONE));
    } finally {
      fleet.a().localhostIs("127.0.0.1");
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !fleet.a().refresh(alice).outcomes().containsKey(SERVER_GONE));

    assertThat(fleet.a().ask(alice).token()).isNotEqualTo(token);
    assertThat(fleet.books().presentations()).containsOnly(1);
    assertThat(fleet.books().familiesRevoked()).isZero();
  }
}
