// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.domain.Registrations;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata of a server, checked and combined with the settings of a registration. */
class ServerMetadataTest {

  private static final Issuer ISSUER = new Issuer("https://as.example/t1");

  private static final Map<String, Object> DOCUMENT =
      Map.of(
          "issuer",
          "https://as.example/t1",
          "authorization_endpoint",
          "https://as.example/t1/authorize",
          "token_endpoint",
          "https://as.example/t1/token",
          "revocation_endpoint",
          "https://as.example/t1/revoke",
          "authorization_response_iss_parameter_supported",
          true,
          "code_challenge_methods_supported",
          List.of("plain", "S256"));

  private static Map<String, Object> with(String member, Object value) {
    var changed = new HashMap<>(DOCUMENT);
    changed.put(member, value);
    return changed;
  }

  private static Map<String, Object> without(String member) {
    var changed = new HashMap<>(DOCUMENT);
    changed.remove(member);
    return changed;
  }

  private static ServerMetadata read(Map<String, ?> document) {
    return ServerMetadata.read(document, ISSUER);
  }

  private static ClientRegistration.Builder discovered() {
    return ClientRegistration.builder("shop")
        .authorizationCode()
        .clientSecretBasic("client-1", () -> Registrations.SECRET)
        .discover("https://as.example/t1")
        .redirectUri("https://app.example/cb");
  }

  @Test
  void documentShouldSayWhatTheClientUses() {
    ServerMetadata read = read(DOCUMENT);

    assertThat(read.issuer()).contains(ISSUER);
    assertThat(read.authorization().orElseThrow()).hasToString("https://as.example/t1/authorize");
    assertThat(read.token().orElseThrow()).hasToString("https://as.example/t1/token");
    assertThat(read.revocation().orElseThrow()).hasToString("https://as.example/t1/revoke");
    assertThat(read.refresh()).isEmpty();
    assertThat(read.issuerInResponses()).isTrue();
    assertThat(read.challengeMethods()).contains(Set.of("plain", "S256"));
  }

  @Test
  void documentShouldNeedNothingButIssuerAndTokenEndpoint() {
    ServerMetadata read =
        read(
            Map.of(
                "issuer",
                "https://as.example/t1",
                "token_endpoint",
                "https://as.example/t1/token",
                "refresh_endpoint",
                "https://evil.example/refresh"));

    assertThat(read.authorization()).isEmpty();
    assertThat(read.revocation()).isEmpty();
    assertThat(read.refresh()).as("no metadata has it").isEmpty();
    assertThat(read.issuerInResponses()).isFalse();
    assertThat(read.challengeMethods()).as("not said, which is not the same as none").isEmpty();
  }

  @DisplayName("A37: the issuer is compared code point by code point")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://as.example:443/t1",
        "https://AS.example/t1",
        "HTTPS://as.example/t1",
        "https://as.example/T1",
        "https://as.example/%741",
        "https://as.example/t2",
        "https://as.example",
        "https://evil.example/t1",
        " https://as.example/t1",
        "https://as.example/t1\u200b",
        "https://as.example/t\u0661",
        ""
      })
  void documentShouldBeRefusedWhenItIsOfAnotherIssuer(String issuer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(with("issuer", issuer)))
        .withMessage("issuer is not the requested issuer");
  }

  @DisplayName(
      "A37: what differs is said where it is a common mistake, and not in words of the server")
  @ParameterizedTest
  @CsvSource({
    "https://as.example/t1, https://as.example/t1/, a slash at its end",
    "https://as.example/, https://as.example, a slash at its end",
    "https://as.example/common, https://as.example/{tenantid}, a template",
    "https://as.example/t1, https://as.example/t1//, not the requested issuer"
  })
  void documentOfAnotherIssuerShouldSayWhatDiffers(String asked, String found, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerMetadata.read(with("issuer", found), new Issuer(asked)))
        .withMessageStartingWith("issuer ")
        .withMessageContaining(problem)
        .withMessageNotContaining("example");
  }

  @DisplayName("A38: RFC 8414 inserts between host and path, OpenID Connect appends")
  @ParameterizedTest
  @CsvSource({
    "https://h.example, https://h.example, ''",
    "https://h.example/, https://h.example, ''",
    "https://h.example/t1, https://h.example, /t1",
    "https://h.example/t1/, https://h.example, /t1",
    "https://h.example:8443/a/b%20c, https://h.example:8443, /a/b%20c",
    "http://[::1]:8080/t1, http://[::1]:8080, /t1"
  })
  void wellKnownUrlsShouldBeThoseOfTheIssuer(String issuer, String host, String path) {
    assertThat(new Issuer(issuer).metadataUrls())
        .containsExactly(
            URI.create(host + "/.well-known/oauth-authorization-server" + path),
            URI.create(host + path + "/.well-known/openid-configuration"));
  }

  static Stream<Arguments> lies() {
    Stream<Arguments> urls =
        Stream.of("authorization_endpoint", "token_endpoint", "revocation_endpoint")
            .flatMap(
                member ->
                    Stream.<Object>of(
                            "",
                            "/token",
                            "//as.example/token",
                            "file:///etc/passwd",
                            "jar:file:/a.jar!/b",
                            "gopher://as.example/",
                            "javascript:alert(1)",
                            "https:",
                            "https://",
                            "https://user@as.example/token",
                            "https://user:pw@as.example/token",
                            "https://as.example/token#fragment",
                            "https://as.example/token#",
                            "https://as.example:0/token",
                            "https://as.example:99999/token",
                            "https://as .example/token",
                            "https://as.example/\r\nX: y",
                            "https://as.example/token?client_secret=x",
                            "https://as.example/" + "x".repeat(2_048),
                            1,
                            true,
                            List.of("https://as.example/token"),
                            Map.of("url", "https://as.example/token"))
                        .map(value -> arguments(member, value)));
    return Stream.concat(
        urls,
        Stream.of(
            arguments("issuer", 1),
            arguments("issuer", List.of("https://as.example/t1")),
            arguments("authorization_response_iss_parameter_supported", "true"),
            arguments("authorization_response_iss_parameter_supported", 1),
            arguments("code_challenge_methods_supported", "S256"),
            arguments("code_challenge_methods_supported", Map.of("S256", true)),
            arguments("code_challenge_methods_supported", List.of(List.of("S256"))),
            arguments("code_challenge_methods_supported", List.of("S256", 1)),
            arguments("code_challenge_methods_supported", List.of("x".repeat(101))),
            arguments("code_challenge_methods_supported", Collections.nCopies(101, "S256"))));
  }

  @DisplayName("A39: endpoints from metadata are data")
  @ParameterizedTest
  @MethodSource("lies")
  void documentShouldBeRefusedWhenAMemberIsNotAsItMustBe(String member, Object value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(with(member, value)))
        .withMessageStartingWith(member)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120).doesNotContain("pw", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "token_endpoint"})
  void documentShouldBeRefusedWhenAMemberIsMissing(String member) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(without(member)))
        .withMessageStartingWith(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "revocation_endpoint"})
  void plainHttpShouldBeForRegistrationsThatAllowIt(String member) {
    ServerMetadata published = read(with(member, "http://as.internal/x"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> discovered().build().server(published))
        .withMessageStartingWith(member + " must use https");
    assertThat(discovered().allowPlainHttp("as.internal").build().server(published))
        .isEqualTo(published);
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_id", "state", "redirect_uri", "own"})
  void authorizationEndpointShouldBeRefusedWhenItsQueryHasWhatTheClientSends(String name) {
    ServerMetadata published =
        read(with("authorization_endpoint", "https://as.example/authorize?" + name + "=x"));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> discovered().authorizationParameter("own", "1").build().server(published));
  }

  @Test
  void endpointsOfTheApplicationShouldReplaceThoseOfTheServer() {
    ServerMetadata server =
        discovered()
            .tokenEndpoint("https://own.example/token")
            .refreshEndpoint("https://own.example/refresh")
            .build()
            .server(read(DOCUMENT));

    assertThat(server.token().orElseThrow()).hasToString("https://own.example/token");
    assertThat(server.refresh().orElseThrow()).hasToString("https://own.example/refresh");
    assertThat(server.authorization()).isEqualTo(read(DOCUMENT).authorization());
    assertThat(server.revocation()).isEqualTo(read(DOCUMENT).revocation());
    assertThat(server.challengeMethods()).isEqualTo(read(DOCUMENT).challengeMethods());
    assertThat(server.issuer()).contains(ISSUER);
  }

  @ParameterizedTest
  @CsvSource({"true, true, true", "true, false, true", "false, true, true", "false, false, false"})
  void issuerShouldBeRequiredWhenServerOrApplicationSaysSo(
      boolean promised, boolean required, boolean expected) {
    ClientRegistration.Builder registration = discovered();

    ServerMetadata server =
        (required ? registration.requireIssuerInResponses() : registration)
            .build()
            .server(read(with("authorization_response_iss_parameter_supported", promised)));

    assertThat(server.issuerInResponses()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_endpoint, https://as.example/other",
    "token_endpoint, https://as.example/other",
    "revocation_endpoint, https://as.example:443/other"
  })
  void endpointShouldBeReplacedWhenItStaysAtItsOrigin(String member, String url) {
    ServerMetadata next = read(with(member, url));

    assertThat(next.since(read(DOCUMENT))).isEqualTo(next);
  }

  @DisplayName("A40: an endpoint that moves to another origin is refused")
  @ParameterizedTest
  @CsvSource({
    "authorization_endpoint, https://evil.example/t1/authorize",
    "token_endpoint, https://evil.example/t1/token",
    "token_endpoint, http://as.example/t1/token",
    "token_endpoint, https://as.example:8443/t1/token",
    "revocation_endpoint, https://evil.example/t1/revoke"
  })
  void endpointShouldStayWhenItMovesToAnotherOrigin(String member, String url) {
    ServerMetadata known = read(DOCUMENT);

    ServerMetadata next = read(with(member, url)).since(known);

    assertThat(next).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource({
    "https://as.example/other, true",
    "https://api.example/revoke, true",
    "https://evil.example/revoke, false"
  })
  void endpointThatIsNewShouldBeWhereTheIssuerOrAnotherEndpointIs(String url, boolean taken) {
    var before = new HashMap<>(without("revocation_endpoint"));
    before.put("token_endpoint", "https://api.example/token");
    var after = new HashMap<>(before);
    after.put("revocation_endpoint", url);

    ServerMetadata next = read(after).since(read(before));

    assertThat(next.revocation().isPresent()).isEqualTo(taken);
    assertThat(next.token()).isEqualTo(read(before).token());
  }

  @Test
  void otherMembersShouldBeTheNewOnesWhenAnEndpointMoves() {
    var moved = new HashMap<>(with("token_endpoint", "https://evil.example/token"));
    moved.put("code_challenge_methods_supported", List.of("plain"));

    ServerMetadata next = read(moved).since(read(DOCUMENT));

    assertThat(next.challengeMethods()).contains(Set.of("plain"));
    assertThat(next.token()).isEqualTo(read(DOCUMENT).token());
  }

  @ParameterizedTest
  @CsvSource({
    "https://as.example/t1/token, true",
    "https://AS.example:443/anywhere, true",
    "https://as.example:8443/t1/token, false",
    "http://as.example/t1/token, false",
    "https://login.internal/token, true",
    "https://own.example/revoke, true",
    "https://own.example/other, false",
    "https://10.0.0.1/token, false",
    "https://other.example/token, false"
  })
  void endpointShouldBeTrustedWhenTheIssuerOrTheApplicationNamesItsOrigin(
      String url, boolean trusted) {
    ClientRegistration registration =
        discovered()
            .revocationEndpoint("https://own.example/revoke")
            .allowPrivateEndpoints("https://login.internal/ignored")
            .build();

    assertThat(registration.isTrusted(new Endpoint(URI.create(url)))).isEqualTo(trusted);
  }

  @Test
  void everyEndpointShouldBeTrustedWhenTheApplicationConfiguresTheServer() {
    assertThat(
            Registrations.code()
                .build()
                .isTrusted(new Endpoint(URI.create("https://10.0.0.1/token"))))
        .isTrue();
  }

  @Test
  void discoveryShouldNeedNoEndpointAndKeepItsIssuer() {
    ClientRegistration registration = discovered().build();

    assertThat(registration.isDiscovered()).isTrue();
    assertThat(registration.endpoints().issuer()).contains(ISSUER);
    assertThat(registration.endpoints().token()).isEmpty();
    assertThat(registration.endpoints().address()).hasToString("https://as.example/t1");
    assertThat(registration.toBuilder().build()).isEqualTo(registration);
    assertThat(registration.toBuilder().issuer("https://as.example/t1").build())
        .isEqualTo(registration);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> discovered().issuer("https://as.example/t2").build())
        .withMessageContaining("discover(…)");
  }
}
