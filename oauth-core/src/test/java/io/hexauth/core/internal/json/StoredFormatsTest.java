// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.internal.grant.GrantedToken;
import io.hexauth.domain.internal.grant.ResponseBody;
import io.hexauth.domain.internal.lifecycle.GrantDocument;
import io.hexauth.domain.internal.lifecycle.IssuedToken;
import io.hexauth.domain.internal.lifecycle.UnknownMembers;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Golden files of docs/stored-formats.md: every later version can read them. A golden file is never
 * edited.
 */
class StoredFormatsTest {

  @Test
  void grantOfFormat1ShouldBeRead() throws IOException {
    GrantDocument grant = GrantDocumentCodec.decode(golden("grant-format-1.json")).orElseThrow();

    assertThat(grant.refreshToken()).hasValue(new RefreshToken("refresh-1"));
    assertThat(grant.refreshExpiresAt()).hasValue(Instant.parse("2026-12-21T08:15:30Z"));
    assertThat(grant.granted()).isEqualTo(Scopes.of("read", "write"));
    assertThat(grant.tokens()).hasSize(2);
    IssuedToken token = grant.tokens().get(0);
    assertThat(token.access().scopes()).isEqualTo(Scopes.of("read", "write"));
    assertThat(token.access().audience()).hasValue("https://api.example");
    assertThat(token.generation()).isEqualTo(7);
    assertThat(token.issuedAt()).isEqualTo(Instant.parse("2026-11-21T08:15:30Z"));
    assertThat(token.expiresAt()).hasValue(Instant.parse("2026-11-21T09:15:30Z"));
    assertThat(token.scopes()).isEqualTo(Scopes.of("read"));
    assertThat(token.idToken()).isPresent();
    assertThat(token.additional()).containsEntry("instance_url", "https://eu.example");
    assertThat(grant.tokens().get(1).access().resources())
        .containsExactlyInAnyOrder(
            URI.create("https://a.example/x"), URI.create("https://b.example/"));
    assertThat(grant.tokens().get(1).expiresAt()).isEmpty();
  }

  @Test
  void grantOfFormat1ShouldBeWrittenAgainWithEverythingThatIsUnknown() throws IOException {
    byte[] golden = golden("grant-format-1.json");

    assertThat(rewritten(golden)).isEqualTo(text(golden("grant-format-1.written.json")));
    assertThat(rewritten(golden("grant-format-1.written.json"))).isEqualTo(rewritten(golden));
  }

  /**
   * The file contains values that can be written in several ways: numbers, escapes, characters
   * beyond ASCII.
   */
  @Test
  void grantOfFormat1ShouldBeWrittenByteForByteAsEver() throws IOException {
    byte[] golden = golden("grant-format-1-values.json");

    assertThat(rewritten(golden)).isEqualTo(text(golden("grant-format-1-values.written.json")));
  }

  /** The grant needs no key, so format 1 can express it: new members are kept. */
  @Test
  void grantOfFormat2ShouldBeReadAndWrittenAgainInFormat1() throws IOException {
    byte[] golden = golden("grant-format-2.json");
    GrantDocument grant = GrantDocumentCodec.decode(golden).orElseThrow();
    AccessRequest read = AccessRequest.of(Scopes.of("read"));

    assertThat(GrantDocumentCodec.isBound(grant)).isFalse();
    assertThat(grant.refreshToken()).hasValue(new RefreshToken("refresh-1"));
    assertThat(grant.token(read).map(IssuedToken::accessToken))
        .as("the one without authorization details")
        .hasValue(new AccessToken("access-1"));
    assertThat(grant.tokens()).hasSize(2);
    assertThat(rewritten(golden)).isEqualTo(text(golden("grant-format-2.written.json")));
    assertThat(rewritten(golden("grant-format-2.written.json"))).isEqualTo(rewritten(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"kty\":\"EC\"}", "\"thumbprint\"", "null"})
  void grantWithAProofKeyShouldBeBoundToIt(String key) throws IOException {
    String bound =
        text(golden("grant-format-2.json"))
            .replaceFirst("\\{", "{\"proof_key\": %s,".formatted(key));

    assertThat(GrantDocumentCodec.decode(bound.getBytes(StandardCharsets.UTF_8)))
        .hasValueSatisfying(grant -> assertThat(GrantDocumentCodec.isBound(grant)).isTrue());
  }

  private static String rewritten(byte[] document) {
    return text(
        GrantDocumentCodec.encode(
            GrantDocumentCodec.decode(document).orElseThrow(),
            GrantDocumentCodec.owner(document).orElseThrow()));
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  /** Token of a later version, for an access that only that version knows. */
  private static final String OF_A_LATER_VERSION =
      "{\"bound_to\":{\"key\":null},\"for\":{\"purpose\":[1.50,null],\"scope\":\"\",\"resource\":[]},"
          + "\"generation\":3,\"access_token\":\"for-a-purpose\",\"token_type\":\"Bearer\","
          + "\"issued_at\":\"2026-11-21T08:00:00Z\",\"scope\":\"\",\"additional\":{}}";

  private static final String WITH_A_LATER_TOKEN =
      "{\"registration\":\"a\",\"tenant\":\"\",\"principal\":\"b\",\"granted\":\"\",\"tokens\":["
          + OF_A_LATER_VERSION
          + "]}";

  @Test
  void membersOfTokensAndOfTheirRequestsThatAreUnknownShouldBeWrittenAgain() {
    assertThat(rewritten(WITH_A_LATER_TOKEN.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(WITH_A_LATER_TOKEN);
  }

  @Test
  void membersOfWhatTheRefreshTokenWasAskedForThatAreUnknownShouldBeWrittenAgain() {
    String stored =
        "{\"registration\":\"a\",\"tenant\":\"\",\"principal\":\"b\",\"refresh_token\":\"r\","
            + "\"granted\":\"read\",\"asked\":{\"purpose\":[1.50,null],\"key\":{\"kty\":null},"
            + "\"scope\":\"read\",\"resource\":[],\"audience\":\"api\"},\"tokens\":[]}";

    assertThat(rewritten(stored.getBytes(StandardCharsets.UTF_8))).isEqualTo(stored);
  }

  @Test
  void aTokenThatWasAskedForInAnUnknownWayShouldBeForNoRequestAndStay() {
    AccessRequest plain = AccessRequest.of(Scopes.none());
    byte[] stored = WITH_A_LATER_TOKEN.getBytes(StandardCharsets.UTF_8);
    GrantDocument document = GrantDocumentCodec.decode(stored).orElseThrow();
    var granted =
        new GrantedToken(
            new AccessToken("plain"),
            TokenType.BEARER,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            Map.of());

    assertThat(document.token(plain)).isEmpty();
    GrantDocument renewed = document.with(plain, granted, 4, Instant.EPOCH);

    assertThat(renewed.token(plain).orElseThrow().accessToken().value()).isEqualTo("plain");
    assertThat(
            text(
                GrantDocumentCodec.encode(renewed, GrantDocumentCodec.owner(stored).orElseThrow())))
        .contains(OF_A_LATER_VERSION)
        .contains("\"plain\"");
  }

  @Test
  void whateverAServerMaySendShouldBeReadableAfterItWasStored() {
    String deepest = "[".repeat(62) + "]".repeat(62);
    String longest = "1".repeat(390) + "e-390";
    String json =
        "{\"deep\":%s,\"long\":%s,\"%s\":1}".formatted(deepest, longest, "n".repeat(4000));
    var received =
        (ResponseBody.Members)
            JsonBodies.read("application/json", json.getBytes(StandardCharsets.UTF_8));
    var token =
        new IssuedToken(
            AccessRequest.of(Scopes.none()),
            1,
            new AccessToken("t"),
            TokenType.BEARER,
            Instant.EPOCH,
            Optional.empty(),
            Scopes.none(),
            Optional.empty(),
            received.members());
    GrantDocument empty = GrantDocument.empty();
    var document =
        new GrantDocument(
            empty.refreshToken(),
            empty.refreshExpiresAt(),
            empty.granted(),
            empty.asked(),
            List.of(token),
            empty.unknown());

    var owner = new GrantOwner(ClientRegistrationId.of("acme"), Principal.self());
    byte[] written = GrantDocumentCodec.encode(document, owner);
    assertThat(GrantDocumentCodec.decode(written)).isPresent();
    assertThat(GrantDocumentCodec.owner(written)).contains(owner);
  }

  @Test
  void documentShouldBeReadWithEveryMemberThatWasWritten() {
    var asked =
        AccessRequest.of(Scopes.of("read"))
            .withResource(URI.create("https://a.example/"))
            .withAudience("api");
    var token =
        new IssuedToken(
            asked,
            Long.MAX_VALUE,
            new AccessToken("t"),
            new TokenType("DPoP"),
            Instant.EPOCH,
            Optional.of(Instant.MAX),
            Scopes.of("read"),
            Optional.of(new IdToken("i")),
            Map.of("text", "x", "whole", 7, "truth", true, "list", List.of(1, "a")));
    var document =
        new GrantDocument(
            Optional.of(new RefreshToken("r")),
            Optional.of(Instant.MAX),
            Scopes.of("read", "write"),
            Optional.of(asked),
            List.of(token),
            new UnknownMembers(Map.of("of_a_later_version", "kept"), Map.of()));

    byte[] written =
        GrantDocumentCodec.encode(
            document, new GrantOwner(ClientRegistrationId.of("acme"), Principal.self()));

    assertThat(GrantDocumentCodec.decode(written)).contains(document);
  }

  static Stream<Arguments> damaged() {
    Map<String, String> members =
        Map.of(
            "refresh_token", "text",
            "refresh_expires_at", "text",
            "asked", "object",
            "expires_at", "text",
            "id_token", "text",
            "audience", "text",
            "additional", "object",
            "code_verifier", "text",
            "issuer", "text",
            "issuer_in_responses", "truth");
    Map<String, String> values =
        Map.of("\"x\"", "text", "{}", "object", "true", "truth", "1", "", "null", "", "[]", "");
    return members.entrySet().stream()
        .flatMap(
            member ->
                values.entrySet().stream()
                    .filter(value -> !value.getValue().equals(member.getValue()))
                    .map(value -> Arguments.of(member.getKey(), value.getKey())));
  }

  /** A damaged member must not be read as absent, for example as a token without an expiry. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("damaged")
  void documentShouldNotBeReadWhenAMemberThatMayBeMissingIsSomethingElse(
      String member, String value) {
    String grant =
        """
        {"refresh_token":"r","refresh_expires_at":"2026-12-21T08:15:30Z","granted":"",\
        "asked":{"scope":"","audience":"api"},"tokens":[{"for":{"scope":""},"access_token":"t",\
        "token_type":"Bearer","issued_at":"2026-11-21T08:00:00Z","scope":"",\
        "expires_at":"2026-11-21T08:15:30Z","id_token":"i","additional":{"a":{"b":1}}}]}""";
    String pending =
        """
        {"registration":"a","tenant":"","principal":"b","user_agent":"%s",\
        "redirect_uri":"https://app.example/cb","code_verifier":"%s",\
        "for":{"scope":"","audience":"api"},"issuer":"https://as.example",\
        "token_endpoint":"https://as.example/token","issuer_in_responses":true,"expires_at":"2026-11-21T08:25:30Z"}"""
            .formatted("h".repeat(43), "v".repeat(43));
    String json = grant.contains("\"" + member + "\"") ? grant : pending;
    String damaged =
        json.replaceFirst(
            "\"" + member + "\":(\"[^\"]*\"|true|\\{(?:[^{}]|\\{[^{}]*})*})",
            "\"" + member + "\":" + value);

    assertThat(damaged).isNotEqualTo(json);
    assertThat(isRead(json, json.equals(grant))).isTrue();
    assertThat(isRead(damaged, json.equals(grant))).isFalse();
  }

  private static boolean isRead(String json, boolean grant) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return grant
        ? GrantDocumentCodec.decode(bytes).isPresent()
        : PendingAuthorizationCodec.decode(bytes).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e0", "9223372036854775808", "\"1\"", "null", "{}"})
  void tokenShouldNotBeReadWhenItsGenerationIsNoWholeNumber(String generation) {
    assertThat(GrantDocumentCodec.decode(withGeneration("7"))).isPresent();
    assertThat(GrantDocumentCodec.decode(withGeneration(generation))).isEmpty();
  }

  @Test
  void tokenShouldHaveGenerationZeroWhenItSaysNone() {
    String without = text(withGeneration("7")).replace("\"generation\":7,", "");

    assertThat(GrantDocumentCodec.decode(without.getBytes(StandardCharsets.UTF_8)))
        .hasValueSatisfying(
            document ->
                assertThat(document.tokens())
                    .extracting(IssuedToken::generation)
                    .containsExactly(0L));
  }

  /**
   * Stored documents may exceed current limits: providers and later versions may have added
   * members.
   */
  @Test
  void documentShouldBeReadWithMoreThanAnAnswerMayHave() {
    String stored =
        "{\"registration\":\"a\",\"tenant\":\"\",\"principal\":\"b\",\"granted\":\"\",\"long\":\"%s\","
                .formatted("x".repeat(5 * 1024 * 1024))
            + "\"%s\":%s}".formatted("n".repeat(60_000), "9".repeat(4_000));

    assertThat(GrantDocumentCodec.decode(stored.getBytes(StandardCharsets.UTF_8)))
        .hasValueSatisfying(document -> assertThat(document.unknown().members()).hasSize(2));
  }

  private static byte[] withGeneration(String generation) {
    return """
        {"granted":"","tokens":[{"for":{"scope":""},"generation":%s,"access_token":"t",\
        "token_type":"Bearer","issued_at":"2026-11-21T08:00:00Z","scope":""}]}"""
        .formatted(generation)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Imported tokens of an application may contain any number. */
  @Test
  void everyKindOfNumberShouldBeWrittenAsItIs() {
    var numbers = new LinkedHashMap<String, Object>();
    numbers.put("byte", (byte) 1);
    numbers.put("long", Long.MIN_VALUE);
    numbers.put("float", 0.5f);
    numbers.put("double", 0.25);
    numbers.put("decimal", new BigDecimal("1.50"));
    numbers.put("whole", new BigInteger("12345678901234567890"));

    assertThat(text(JsonWriter.bytes(json -> json.put(numbers))))
        .isEqualTo(
            "{\"byte\":1,\"long\":-9223372036854775808,\"float\":0.5,\"double\":0.25,"
                + "\"decimal\":1.50,\"whole\":12345678901234567890}");
  }

  @Test
  void whatIsNoJsonValueShouldNotBeWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonWriter.bytes(json -> json.put("x", Instant.EPOCH)))
        .withMessageContaining("java.time.Instant");
  }

  @Test
  void pendingAuthorizationOfFormat1ShouldBeReadAndWritten() throws IOException {
    byte[] golden = golden("pending-format-1.json");

    PendingAuthorization pending = PendingAuthorizationCodec.decode(golden).orElseThrow();

    assertThat(pending.registration().value()).isEqualTo("spotify");
    assertThat(pending.principal()).isEqualTo(new Principal("acme", "alice"));
    assertThat(pending.redirectUri().value()).isEqualTo("https://app.example/callback");
    assertThat(pending.verifier().map(CodeVerifier::value))
        .hasValue("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assertThat(pending.issuer()).hasValue("https://as.example");
    assertThat(pending.expiresAt()).isEqualTo(Instant.parse("2026-11-21T08:25:30Z"));
    assertThat(text(PendingAuthorizationCodec.encode(pending)))
        .isEqualTo(text(golden("pending-format-1.written.json")));
    assertThat(pending.tokenEndpoint()).hasToString("https://as.example/token");
    assertThat(pending.issuerInResponses()).isFalse();
  }

  @Test
  void pendingAuthorizationShouldHaveThePromiseOfTheServerThatTheUserWasSentTo()
      throws IOException {
    byte[] golden = golden("pending-format-1-server.json");

    PendingAuthorization pending = PendingAuthorizationCodec.decode(golden).orElseThrow();

    assertThat(pending.issuerInResponses()).isTrue();
    assertThat(text(PendingAuthorizationCodec.encode(pending))).isEqualTo(text(golden));
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, false", "1, true", "2, true", "3, false"})
  void pendingAuthorizationShouldBeReadInTheFormatsThatAreKnown(int format, boolean readable) {
    assertThat(PendingAuthorizationCodec.isReadable(format)).isEqualTo(readable);
  }

  @Test
  void pendingAuthorizationOfFormat2ShouldBeReadUnlessItsCodeIsBoundToAKey() throws IOException {
    String golden = text(golden("pending-format-2.json"));
    String bound = golden.replaceFirst("\\{", "{\"proof_key\": {\"kty\": \"EC\"},");

    PendingAuthorization read =
        PendingAuthorizationCodec.decode(golden.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(read.tokenEndpoint()).hasToString("https://as.example/token");
    assertThat(read.verifier())
        .isEqualTo(
            PendingAuthorizationCodec.decode(golden("pending-format-1.json"))
                .flatMap(PendingAuthorization::verifier));
    assertThat(PendingAuthorizationCodec.decode(bound.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"granted\":\"\"} trailing",
        "{\"granted\":\"a\",\"granted\":\"b\"}",
        "{\"granted\":\"a\",\"\\u0067ranted\":\"a\"}",
        "{\"granted\":\"\",\"unknown\":null,\"unknown\":1}",
        "{\"granted\":\"\",\"unknown\":[{\"in\":{\"a\":1,\"a\":1}}]}",
        "{\"granted\":7}",
        "{\"granted\":\"\",\"tokens\":[7]}",
        "{\"granted\":\"\",\"tokens\":{}}",
        "{\"granted\":\"\"}{}",
        "{\"granted\":\"\",}",
        "{\"granted\":\"\"",
        "{'granted':''}",
        "{\"granted\":\"\",\"refresh_expires_at\":\"tomorrow\"}",
        "{\"granted\":\"\",\"refresh_token\":\"\"}",
        "{\"granted\":\"\",\"asked\":{}}",
        "{\"granted\":\"\",\"asked\":null}"
      })
  void damageShouldNeverBeReadAsADocument(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(GrantDocumentCodec.decode(bytes)).isEqualTo(Optional.empty());
    assertThat(GrantDocumentCodec.owner(bytes)).isEqualTo(Optional.empty());
    assertThat(PendingAuthorizationCodec.decode(bytes)).isEqualTo(Optional.empty());
  }

  @Test
  void documentShouldHaveNoOwnerWhenItHasATenantWithoutAName() {
    String stored = "{\"registration\":\"a\",\"tenant\":\"%s\",\"principal\":\"\"}";

    assertThat(GrantDocumentCodec.owner(stored.formatted("").getBytes(StandardCharsets.UTF_8)))
        .contains(new GrantOwner(ClientRegistrationId.of("a"), Principal.self()));
    assertThat(GrantDocumentCodec.owner(stored.formatted("t").getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registration",
        "tenant",
        "principal",
        "user_agent",
        "redirect_uri",
        "for",
        "token_endpoint",
        "expires_at"
      })
  void pendingAuthorizationShouldNotBeReadWithout(String member) throws IOException {
    String golden = text(golden("pending-format-1.written.json"));
    String without = golden.replace("\"" + member + "\":", "\"another\":");

    assertThat(without).isNotEqualTo(golden);
    assertThat(PendingAuthorizationCodec.decode(without.getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void pendingAuthorizationShouldNotBeReadWhenItsEndIsNoInstant() throws IOException {
    String golden = text(golden("pending-format-1.json"));
    String endless = golden.replace("2026-11-21T08:25:30Z", "tomorrow");

    assertThat(endless).isNotEqualTo(golden);
    assertThat(PendingAuthorizationCodec.decode(endless.getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void cutGoldenFilesShouldNeverBeReadAsADocument() throws IOException {
    byte[] golden =
        new String(golden("grant-format-1.json"), StandardCharsets.UTF_8)
            .strip()
            .getBytes(StandardCharsets.UTF_8);

    for (int length = 0; length < golden.length; length++) {
      assertThat(GrantDocumentCodec.decode(java.util.Arrays.copyOf(golden, length))).isEmpty();
    }
  }

  private static byte[] golden(String name) throws IOException {
    try (var file = StoredFormatsTest.class.getResourceAsStream(name)) {
      return file.readAllBytes();
    }
  }
}
