// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import static org.awaitility.Awaitility.await;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.ports.spi.FaultPoints.FaultPoint;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import io.hexauth.testkit.server.Issuing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Fleet of four nodes with one store and one authorization server, which rotates refresh tokens
 * strictly and records requests.
 */
public final class Fleet implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "fleet").toAbsolutePath();

  private static final int SPARE = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SharedStore store;
  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client(Settings.CLIENT, Settings.SECRET)
          .extensionGrant(Settings.OWN_GRANT, "subject")
          .start();
  private final List<Member> members;
  private Keys keys = Keys.one();
  private final Books books = new Books(server.ledger());
  private final Queue<String> spare = new ArrayDeque<>();
  private final AtomicInteger users = new AtomicInteger();

  /** Starts a fleet, and waits until it is ready. */
  public Fleet(SharedStore.Kind kind) {
    try {
      Files.createDirectories(FOLDER);
      store = Kinds.start(kind, FOLDER);
      members =
          Stream.of("A", "B", "C", "D")
              .map(
                  name ->
                      new Member(
                          name,
                          store,
                          server.issuer(),
                          server.authorizationEndpoint(),
                          keys.json(),
                          FOLDER))
              .toList();
      members.forEach(Member::awaitReady);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the keys of every node} */
  public Keys keys() {
    return keys;
  }

  /** Sets the keys that every node now has. */
  public void keysAre(Keys other) {
    keys = other;
  }

  public SharedStore store() {
    return store;
  }

  public FakeAuthorizationServer server() {
    return server;
  }

  /** {@return the requests that the server has received since the row began} */
  public Books books() {
    return books;
  }

  public List<Member> members() {
    return members;
  }

  /** {@return the first node, which has no grant of a row in memory} */
  public Member a() {
    return members.get(0);
  }

  /** {@return the second node} */
  public Member b() {
    return members.get(1);
  }

  /** {@return the third node} */
  public Member c() {
    return members.get(2);
  }

  /** {@return the fourth node, where users consent} */
  public Member d() {
    return members.get(3);
  }

  /** {@return a user with a grant whose access token has expired; the server rotates strictly} */
  public String expired() {
    if (spare.isEmpty()) {
      // Several users are prepared together, because a token lives for at least one second.
      for (int i = 0; i < SPARE; i++) {
        spare.add(user(Pace.QUICK, Settings.STRICT));
      }
      letExpire(List.copyOf(spare));
    }
    books.open();
    return spare.remove();
  }

  /** {@return a user with a grant whose access token has expired} */
  public String expired(Pace pace, ClientRegistrationId registration) {
    return expired(pace, registration, 1).get(0);
  }

  /** {@return several users with a grant whose access token has expired} */
  public List<String> expired(Pace pace, ClientRegistrationId registration, int count) {
    List<String> all = Stream.generate(() -> user(pace, registration)).limit(count).toList();
    letExpire(all);
    books.open();
    return all;
  }

  private void letExpire(List<String> all) {
    server.issue(issuing -> issuing.withLifetime(Duration.ofSeconds(1)));
    all.forEach(this::consentAtLast);
    server.issue(issuing -> issuing.withLifetime(Duration.ofHours(1)));
    long expired = System.nanoTime() + Duration.ofMillis(1_050).toNanos();
    await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - expired > 0);
  }

  /**
   * Connects a user, and tries again if the machine is too slow for a deadline: a row needs this
   * grant.
   */
  private void consentAtLast(String user) {
    await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> consent(d(), user).isToken());
  }

  /** {@return a new principal without a grant} */
  public String user(Pace pace, ClientRegistrationId registration) {
    return pace.namespace()
        + "."
        + registration
        + ".user-"
        + users.incrementAndGet()
        + "@fleet.example";
  }

  /** Lets the user consent at this node. */
  public Answer consent(Member member, String user) {
    URI callback = server.consent(member.consentUrl(user), user);
    return member.callback(user, callback);
  }

  /** {@return the key of this user's grant} */
  public GrantKey key(String user) {
    return GrantKey.of(
        Settings.paceOf(user).namespace(), Settings.registrationOf(user), Principal.of(user));
  }

  /** {@return the stored grant of this user; empty if there is none} */
  public Optional<StoredGrant> stored(String user) {
    return store.find(key(user));
  }

  /** {@return the stored grant of this user} */
  public StoredGrant grant(String user) {
    return stored(user).orElseThrow(() -> new AssertionError("Nothing is stored"));
  }

  /**
   * Starts a call on this node, and waits until its refresh is stopped at this point.
   *
   * @return the result of the call
   */
  public CompletableFuture<Answer> standing(Member member, FaultPoint point, String user) {
    member.stopAt(point);
    CompletableFuture<Answer> asking = member.asking(user);
    member.awaitStoppedAt(point, key(user).value());
    return asking;
  }

  /** Waits until the store contains this generation of the user's grant. */
  public void awaitGeneration(String user, long generation) {
    await("generation " + generation + " of " + user)
        .atMost(PATIENCE)
        .until(() -> stored(user).filter(g -> g.generation() == generation).isPresent());
  }

  /** {@return the result of the call, when it is complete} */
  public static Answer get(CompletableFuture<Answer> asking) {
    return NodeJvm.get(asking);
  }

  /**
   * {@return files with all data that an operator can see: the whole store, and the logs of the
   * nodes}
   */
  public List<Path> evidence() {
    Path dump = FOLDER.resolve("dump-" + store.kind() + ".txt");
    store.dump(dump);
    return Stream.concat(Stream.of(dump), members.stream().map(Member::log)).toList();
  }

  /** Waits until all nodes and their connections to the store are ready. */
  void beforeRow() {
    members.forEach(Member::awaitReady);
    String visitor = user(Pace.QUICK, Settings.STRICT);
    members.forEach(member -> member.askUntilFinal(visitor));
    books.open();
  }

  /** Repairs everything: no thread is held, and killed nodes start again. */
  void afterRow() {
    server.token().hold().release();
    server.token().holdAnswers().release();
    server.token().behave();
    server.revocation().behave();
    server.issue(issuing -> Issuing.defaults());
    members.forEach(Member::heal);
    // The row may have changed the store or the grants of users.
    spare.removeIf(user -> stored(user).isEmpty());
    AuditTrail.check(store.changes());
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    server.close();
    store.close();
  }
}
