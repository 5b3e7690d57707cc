// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.config.OAuthClientConfig;
import io.hexauth.core.internal.concurrent.Pools;
import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.core.internal.events.Dispatchers;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.internal.authorization.AuthorizationUrl;
import io.hexauth.domain.internal.server.KnownMetadata;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Generated metadata documents, equal in each run: whatever a server publishes, callers get the
 * metadata or an exception of Hexauth, and the known metadata is kept.
 */
class HostileMetadataTest {

  private static final int DOCUMENTS = 10_000;
  private static final Issuer ISSUER = new Issuer("https://as.example/t1");
  private static final List<String> MEMBERS =
      List.of(
          "issuer",
          "authorization_endpoint",
          "token_endpoint",
          "revocation_endpoint",
          "authorization_response_iss_parameter_supported",
          "code_challenge_methods_supported",
          "jwks_uri",
          "x");

  private final VirtualClock clock = VirtualClock.create();
  private final TaskPools pools = Pools.of(OAuthClientConfig.defaults(), clock);
  private final AtomicReference<TransportResult> answer = new AtomicReference<>();
  private final Random random = new Random(8414);
  private final ClientRegistration registration =
      ClientRegistration.builder("acme")
          .authorizationCode()
          .clientSecretBasic("app", () -> "secret")
          .discover(ISSUER.value())
          .redirectUri("https://app.example/cb")
          .authorizationParameter("own", "1")
          .build();

  @AfterEach
  void close() {
    pools.close();
  }

  private ServerView view() {
    return new ServerView(
        registration,
        Optional.of(
            new PublishedMetadata(
                ISSUER,
                Reach.PUBLIC,
                request -> answer.get(),
                pools.of(new Endpoint(URI.create(ISSUER.value()))).discovery(),
                Dispatchers.of(pools),
                clock,
                Duration.ofSeconds(8))));
  }

  private static Map<String, String> good() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("issuer", "\"https://as.example/t1\"");
    members.put("authorization_endpoint", "\"https://as.example/t1/authorize\"");
    members.put("token_endpoint", "\"https://as.example/t1/token\"");
    members.put("code_challenge_methods_supported", "[\"S256\"]");
    return members;
  }

  private static TransportResult answer(int status, byte[] body, String cacheControl) {
    return new TransportResult.Response(
        status, Map.of("cache-control", List.of(cacheControl)), body);
  }

  private static byte[] json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(m -> "\"" + m.getKey() + "\":" + m.getValue())
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  @SafeVarargs
  private <T> T any(T... values) {
    return values[random.nextInt(values.length)];
  }

  private String text(int length) {
    return random
        .ints(length, 1, 0x3000)
        .mapToObj(
            c -> c < 0x20 || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : Character.toString(c))
        .collect(Collectors.joining());
  }

  private String value(int depth) {
    int kind = random.nextInt(depth > 6 ? 9 : 12);
    return switch (kind) {
      case 0 -> any("null", "true", "false");
      case 1 -> any("0", "-1", "1e400", "9".repeat(500), "0.1", "NaN", "1E+999999999");
      case 2, 3, 4 ->
          "\""
              + any("https", "http", "HTTPS", "file", "jar:file", "gopher", "", "javascript")
              + any("://", ":", "//", "")
              + any(
                  "as.example",
                  "evil.example",
                  "user:pw@as.example",
                  "[::1]",
                  "10.0.0.1",
                  "",
                  "a b",
                  "*",
                  "as.example:0",
                  "as.example:99999")
              + any(
                  "/t1/token",
                  "",
                  "/%zz",
                  "?client_id=x",
                  "?client_secret=x",
                  "#f",
                  "/..;/",
                  "?own=1",
                  "/" + "x".repeat(random.nextInt(4_000)))
              + "\"";
      case 5 -> "\"" + text(random.nextInt(50)) + "\"";
      case 6 -> "\"\\ud800\"";
      case 7 ->
          any(
              "\"https://as.example/t1\"",
              "\"https://as.example/t1/\"",
              "[\"S256\"]",
              "[\"plain\"]");
      case 8 -> "\"" + "x".repeat(random.nextInt(20_000)) + "\"";
      case 9 -> "[" + value(depth + 1) + "," + value(depth + 1) + "]";
      case 10 -> "{\"a\":" + value(depth + 1) + ",\"b\":" + value(depth + 1) + "}";
      default -> "[".repeat(random.nextInt(100)) + "]".repeat(random.nextInt(100));
    };
  }

  private byte[] document() {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(2_000)];
      random.nextBytes(noise);
      return noise;
    }
    Map<String, String> members = good();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String member = any(MEMBERS.toArray(String[]::new));
      if (random.nextInt(5) == 0) {
        members.remove(member);
      } else {
        members.put(member, value(0));
      }
    }
    byte[] whole = json(members);
    return random.nextInt(10) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole;
  }

  private TransportResult generated() {
    return answer(
        any(200, 200, 200, 200, 200, 200, 404, 500, 302, 429, 0, -1),
        document(),
        any("max-age=0", "max-age=" + value(9), "no-store", text(20)));
  }

  /** {@return true if the metadata can be used, after using it like core} */
  private boolean isUsable(ServerView view) {
    try {
      ServerMetadata metadata = view.metadata();
      assertThat(metadata.issuer()).contains(ISSUER);
      assertThat(metadata.token()).isPresent();
      assertThat(endpoints(metadata))
          .allMatch(endpoint -> endpoint.uri().getScheme().equalsIgnoreCase("https"));
      assertThat(AuthorizationUrl.problem(registration, metadata))
          .matches(p -> p.isEmpty() || !p.get().isEmpty());
      return true;
    } catch (OAuthException e) {
      assertThat(e.getMessage())
          .startsWith("Client registration 'acme': ")
          .contains("discovery of https://as.example:443")
          .hasSizeLessThan(400)
          .doesNotContain("pw");
      return false;
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void noDocumentShouldBringAnythingButMetadataOrAnExceptionOfOurs() {
    int usable = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      answer.set(generated());
      usable += isUsable(view()) ? 1 : 0;
    }

    assertThat(usable).as("of both there are many").isBetween(DOCUMENTS / 20, DOCUMENTS * 19 / 20);
  }

  private static List<Endpoint> endpoints(ServerMetadata metadata) {
    return Stream.of(metadata.token(), metadata.authorization(), metadata.revocation())
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void noDocumentShouldTakeAwayOrMoveWhatWasKnown() {
    answer.set(answer(200, json(good()), ""));
    KnownMetadata known = fetched(KnownMetadata.nothing(clock.nanoTime()));
    int read = 0;

    for (int i = 0; i < DOCUMENTS; i++) {
      answer.set(generated());
      clock.advance(Duration.ofDays(2));
      assertThat(known.isDue(clock.nanoTime())).isTrue();
      known = fetched(known);
      read += known.problem().isEmpty() ? 1 : 0;
      assertThat(known.metadata().orElseThrow().token()).isPresent();
      assertThat(endpoints(known.metadata().orElseThrow()))
          .allMatch(endpoint -> endpoint.origin().equals(ISSUER.origin()));
    }

    assertThat(read).isGreaterThan(DOCUMENTS / 20);
  }

  private KnownMetadata fetched(KnownMetadata before) {
    return new MetadataFetch(
            before,
            ISSUER,
            Reach.PUBLIC,
            request -> answer.get(),
            clock,
            new ServerLog(Dispatchers.unheard(registration.id()), clock),
            Duration.ofSeconds(8))
        .run();
  }
}
