// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import static org.awaitility.Awaitility.await;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
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
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Four nodes, one store, one strictly rotating authorization server, and its books. */
public final class Fleet implements AutoCloseable {

  private static final Path FOLDER = Path.of("target", "fleet").toAbsolutePath();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SharedStore store;
  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder().client(Settings.CLIENT, Settings.SECRET).start();
  private final List<Member> members;
  private final Books books = new Books(server.ledger());
  private final AtomicInteger users = new AtomicInteger();

  /** Starts one; it is ready. */
  public Fleet(SharedStore.Kind kind) {
    try {
      Files.createDirectories(FOLDER);
      Path keyset = FOLDER.resolve("keyset-" + kind + ".json");
      Files.writeString(keyset, keyset());
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
                          keyset,
                          FOLDER))
              .toList();
      members.forEach(Member::awaitReady);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String keyset() {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                      .withRandomId()
                      .makePrimary())
              .build(),
          RegistryConfiguration.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public SharedStore store() {
    return store;
  }

  public FakeAuthorizationServer server() {
    return server;
  }

  /** {@return what the server has seen since the row began} */
  public Books books() {
    return books;
  }

  public List<Member> members() {
    return members;
  }

  /** {@return a node that knows nothing of the grants that rows are about} */
  public Member a() {
    return members.get(0);
  }

  /** {@return another} */
  public Member b() {
    return members.get(1);
  }

  /** {@return a third} */
  public Member c() {
    return members.get(2);
  }

  /** {@return the node where users consent} */
  public Member d() {
    return members.get(3);
  }

  /** {@return who has a grant of strict rotation whose access token has expired} */
  public String expired() {
    return expired(Pace.QUICK, Settings.STRICT);
  }

  /** {@return who has a grant whose access token has expired} */
  public String expired(Pace pace, ClientRegistrationId registration) {
    return expired(pace, registration, 1).get(0);
  }

  /** {@return this many who have} */
  public List<String> expired(Pace pace, ClientRegistrationId registration, int count) {
    List<String> all = Stream.generate(() -> user(pace, registration)).limit(count).toList();
    server.issue(issuing -> issuing.withLifetime(Duration.ofSeconds(1)));
    all.forEach(user -> consent(d(), user).token());
    server.issue(issuing -> issuing.withLifetime(Duration.ofHours(1)));
    long expired = System.nanoTime() + Duration.ofMillis(1_050).toNanos();
    await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - expired > 0);
    books.open();
    return all;
  }

  /** {@return somebody new, without a grant} */
  public String user(Pace pace, ClientRegistrationId registration) {
    return pace.namespace()
        + "."
        + registration
        + ".user-"
        + users.incrementAndGet()
        + "@fleet.example";
  }

  /** The user consents at this node. */
  public Answer consent(Member member, String user) {
    URI callback = server.consent(member.consentUrl(user), user);
    return member.callback(user, callback);
  }

  /** {@return the key of this user's grant} */
  public GrantKey key(String user) {
    return GrantKey.of(
        Settings.paceOf(user).namespace(), Settings.registrationOf(user), Principal.of(user));
  }

  /** {@return what is stored for this user} */
  public Optional<StoredGrant> stored(String user) {
    return store.find(key(user));
  }

  /** {@return what is stored for this user, which must be there} */
  public StoredGrant grant(String user) {
    return stored(user).orElseThrow(() -> new AssertionError("Nothing is stored"));
  }

  /**
   * Lets somebody ask at this node, until the refresh stands at this point.
   *
   * @return what they will get
   */
  public CompletableFuture<Answer> standing(Member member, FaultPoint point, String user) {
    member.stopAt(point);
    CompletableFuture<Answer> asking = member.asking(user);
    member.awaitStoppedAt(point, key(user).value());
    return asking;
  }

  /** Waits until the store has this generation for this user. */
  public void awaitGeneration(String user, long generation) {
    await("generation " + generation + " of " + user)
        .atMost(PATIENCE)
        .until(() -> stored(user).filter(g -> g.generation() == generation).isPresent());
  }

  /** {@return what became of it} */
  public static Answer get(CompletableFuture<Answer> asking) {
    return NodeJvm.get(asking);
  }

  /** {@return what an operator can look into: all of the store, and the logs of the nodes} */
  public List<Path> evidence() {
    Path dump = FOLDER.resolve("dump-" + store.kind() + ".txt");
    store.dump(dump);
    return Stream.concat(Stream.of(dump), members.stream().map(Member::log)).toList();
  }

  void beforeRow() {
    members.forEach(Member::awaitReady);
    books.open();
  }

  /** Everything works again, nobody is held, and everybody who died is on the way back. */
  void afterRow() {
    server.token().hold().release();
    server.token().holdAnswers().release();
    server.token().behave();
    server.revocation().behave();
    server.issue(issuing -> Issuing.defaults());
    members.forEach(Member::heal);
    AuditTrail.check(store.changes());
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    server.close();
    store.close();
  }
}
