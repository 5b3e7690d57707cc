// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.Registrations;
import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenProviderException.Reason;
import io.hexauth.domain.internal.grant.GrantRequest.AuthorizationCodeGrant;
import io.hexauth.domain.internal.grant.GrantRequest.ClientCredentialsGrant;
import io.hexauth.domain.internal.grant.GrantRequest.Extension;
import io.hexauth.domain.internal.grant.GrantRequest.PasswordGrant;
import io.hexauth.domain.internal.grant.GrantRequest.RefreshTokenGrant;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.RedirectUri;
import io.hexauth.domain.registration.ResourceOwner;
import io.hexauth.domain.registration.TokenResponseFormat;
import io.hexauth.domain.scope.Scopes;
import io.hexauth.domain.token.RefreshToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRequestTest {

  private static final AccessRequest ACCESS = AccessRequest.of(Scopes.of("a", "b"));
  private static final GrantRequest MACHINE = new ClientCredentialsGrant(ACCESS);
  private static final Endpoint TOKEN_ENDPOINT =
      new Endpoint(URI.create("https://as.example/token"));
  private static final CodeVerifier VERIFIER = new CodeVerifier("v".repeat(43));

  private static EndpointRequest request(ClientRegistration registration, GrantRequest grant) {
    return EndpointRequest.of(registration, grant.endpoint(registration::endpoints), grant);
  }

  private static String decodedBasic(EndpointRequest request) {
    String header = request.authorization().orElseThrow();
    assertThat(header).startsWith("Basic ");
    byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8);
  }

  @DisplayName("A02: Basic form-urlencodes id and secret before Base64")
  @Test
  void basicShouldEncodeIdAndSecret() {
    var registration = Registrations.machine().clientSecretBasic("a:b c", () -> "p%+&é:").build();
    var request = request(registration, MACHINE);
    assertThat(decodedBasic(request)).isEqualTo("a%3Ab+c:p%25%2B%26%C3%A9%3A");
    var pair = decodedBasic(request).split(":", -1);
    assertThat(Form.decode(pair[0] + "=" + pair[1]).first("a:b c")).contains("p%+&é:");
    assertThat(request.endpoint().toString()).isEqualTo("https://as.example/token");
  }

  @DisplayName("A02: raw Basic sends UTF-8 as it is")
  @Test
  void rawBasicShouldNotEncode() {
    var registration = Registrations.machine().clientSecretBasicRaw("a b", () -> "p%+&é:").build();
    assertThat(decodedBasic(request(registration, MACHINE))).isEqualTo("a b:p%+&é:");
  }

  @DisplayName("A01: one client authentication method per request")
  @Test
  void requestShouldAuthenticateInOneWayOnly() {
    var basic = request(Registrations.machine().build(), MACHINE);
    assertThat(basic.authorization()).isPresent();
    assertThat(basic.form().parameters()).containsOnlyKeys("grant_type", "scope");

    var post =
        request(Registrations.machine().clientSecretPost("c&1", () -> "s s").build(), MACHINE);
    assertThat(post.authorization()).isEmpty();
    assertThat(post.form().encoded())
        .isEqualTo("grant_type=client_credentials&scope=a+b&client_id=c%261&client_secret=s+s");

    var none =
        request(
            Registrations.code().publicClient("c").build(),
            new RefreshTokenGrant(new RefreshToken("r"), ACCESS, false));
    assertThat(none.authorization()).isEmpty();
    assertThat(none.form().encoded())
        .isEqualTo("grant_type=refresh_token&refresh_token=r&client_id=c");
  }

  @DisplayName("A01, A03: an extension grant brings nothing that belongs to the protocol")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type",
        "client_id",
        "client_secret",
        "client_assertion",
        "client_assertion_type",
        "scope",
        "resource",
        "audience"
      })
  void extensionParametersShouldBeRefusedWhenTheProtocolOwnsThem(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Extension(new GrantType("urn:x"), Map.of(name, "v"), ACCESS))
        .withMessageContaining("'" + name + "'")
        .withMessageNotContaining("v'");
  }

  @Test
  void extensionGrantShouldSendItsParameters() {
    var grant = new Extension(new GrantType("urn:x"), Map.of("assertion", "s3cr3t"), ACCESS);
    var request = request(Registrations.machine().build(), grant);
    assertThat(request.form().encoded()).isEqualTo("grant_type=urn%3Ax&assertion=s3cr3t&scope=a+b");
    assertThat(request.secrets()).contains("s3cr3t");
  }

  @Test
  void namesOfTypesShouldBeNoSecretsAndEverythingUnknownShouldBeOne() {
    var parameters = Map.of("subject_token_type", "urn:jwt", "subject_token", "s3cr3t", "x", "y");
    var grant = new Extension(new GrantType("urn:x"), parameters, ACCESS.withAudience("api"));
    var request = request(Registrations.machine().build(), grant);
    assertThat(request.secrets()).contains("s3cr3t", "y").doesNotContain("urn:jwt", "urn:x", "api");
    var access = ACCESS.withAudience("api").withResource(URI.create("https://api.example"));
    var code =
        new AuthorizationCodeGrant(
            new AuthorizationCode("c0de"),
            new RedirectUri("https://app.example/cb"),
            Optional.empty(),
            access,
            TOKEN_ENDPOINT);
    var client = Registrations.code().publicClient("client-1").build();
    assertThat(request(client, code).secrets()).containsExactly("c0de");
    assertThat(request(client, new ClientCredentialsGrant(access)).secrets()).isEmpty();
    var endpoint = new Endpoint(URI.create("https://as.example/revoke"));
    assertThat(EndpointRequest.revocation(client, endpoint, new RefreshToken("t")).secrets())
        .containsExactly("t");
  }

  @Test
  void extensionParametersShouldHaveValuesAndKeepTheirOrder() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("z", "1");
    parameters.put("a", "2");
    assertThat(new Extension(new GrantType("urn:x"), parameters, ACCESS).form(" ").encoded())
        .isEqualTo("grant_type=urn%3Ax&z=1&a=2&scope=a+b");
    parameters.put("empty", null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Extension(new GrantType("urn:x"), parameters, ACCESS))
        .withMessage("Parameter 'empty' has no value; give it a value or remove it");
  }

  @DisplayName("A09, A33: the code goes with the redirect URI and the verifier, without scopes")
  @Test
  void codeShouldBeExchangedWithRedirectUriAndVerifier() {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode("c+/=&"),
            new RedirectUri("https://app.example/cb"),
            Optional.of(VERIFIER),
            ACCESS,
            TOKEN_ENDPOINT);
    assertThat(request(Registrations.code().build(), grant).form().encoded())
        .isEqualTo(
            "grant_type=authorization_code&code=c%2B%2F%3D%26"
                + "&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier="
                + VERIFIER.value());
  }

  @Test
  void passwordShouldBeSentInUtf8() {
    var grant =
        new PasswordGrant(new ResourceOwner("älice", "pä ss&"), AccessRequest.of(Scopes.none()));
    assertThat(request(Registrations.machine().build(), grant).form().encoded())
        .isEqualTo("grant_type=password&username=%C3%A4lice&password=p%C3%A4+ss%26");
  }

  @DisplayName("A16: a refresh names scopes only to get fewer")
  @Test
  void refreshShouldSendScopesOnlyWhenNarrowed() {
    var token = new RefreshToken("r");
    assertThat(new RefreshTokenGrant(token, ACCESS, false).form(" ").first("scope")).isEmpty();
    assertThat(new RefreshTokenGrant(token, ACCESS, true).form(" ").first("scope")).contains("a b");
  }

  @DisplayName("A50: resources repeat, in a fixed order")
  @Test
  void resourcesShouldRepeatAndAudienceFollow() {
    var resources = new LinkedHashSet<URI>();
    resources.add(URI.create("https://b.example"));
    resources.add(URI.create("https://a.example"));
    var access = AccessRequest.of(Scopes.none()).withResources(resources).withAudience("api");
    assertThat(new ClientCredentialsGrant(access).form(" ").encoded())
        .isEqualTo(
            "grant_type=client_credentials&resource=https%3A%2F%2Fa.example"
                + "&resource=https%3A%2F%2Fb.example&audience=api");
  }

  @Test
  void requestShouldUseDelimiterParametersAndRefreshEndpointOfTheRegistration() {
    ClientRegistration registration =
        Registrations.code()
            .refreshEndpoint("https://as.example/refresh")
            .tokenParameter("tenant", "1")
            .responseFormat(TokenResponseFormat.lenient().withScopeDelimiter(","))
            .build();
    var refresh = request(registration, new RefreshTokenGrant(new RefreshToken("r"), ACCESS, true));
    assertThat(refresh.endpoint()).hasToString("https://as.example/refresh");
    assertThat(refresh.form().encoded())
        .isEqualTo("grant_type=refresh_token&refresh_token=r&scope=a%2Cb&tenant=1");
    assertThat(request(registration, MACHINE).endpoint()).hasToString("https://as.example/token");
  }

  @DisplayName("A25: a revocation is authenticated and carries the hint")
  @Test
  void revocationShouldCarryTokenAndHint() {
    var endpoint = new Endpoint(URI.create("https://as.example/revoke"));
    var request =
        EndpointRequest.revocation(
            Registrations.code().build(), endpoint, new RefreshToken("t0ken"));
    assertThat(request.endpoint()).isEqualTo(endpoint);
    assertThat(request.form().encoded()).isEqualTo("token=t0ken&token_type_hint=refresh_token");
    assertThat(request.authorization()).isPresent();
    assertThat(request.secrets()).contains("t0ken", Registrations.SECRET);
  }

  @DisplayName("B19: every secret of a request is known as one, and none shows")
  @Test
  void secretsShouldBeListedAndRedacted() {
    var grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode("c0de"),
            new RedirectUri("https://app.example/cb"),
            Optional.of(VERIFIER),
            ACCESS,
            TOKEN_ENDPOINT);
    var request = request(Registrations.code().build(), grant);
    String credentials = request.authorization().orElseThrow().substring("Basic ".length());
    assertThat(request.secrets())
        .contains("c0de", VERIFIER.value(), Registrations.SECRET, credentials.replace("=", ""))
        .doesNotContain("a b", "client-1", "authorization_code");
    assertThat(request.toString())
        .doesNotContain("c0de", VERIFIER.value(), Registrations.SECRET, credentials);
  }

  @Test
  void secretShouldBeAskedForEachRequest() {
    var secrets = new ArrayList<>(List.of("one", "two"));
    var registration =
        Registrations.machine().clientSecretBasic("c", () -> secrets.remove(0)).build();
    assertThat(decodedBasic(request(registration, MACHINE))).isEqualTo("c:one");
    assertThat(decodedBasic(request(registration, MACHINE))).isEqualTo("c:two");
  }

  @DisplayName("A03: no parameter twice")
  @Test
  void formShouldRefuseAParameterThatItHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Form.empty().with("a", "1").with("a", "2"))
        .withMessage("Parameter 'a' would be sent twice; remove one of the two (RFC 6749 §3.2)");
    var registration = Registrations.machine().tokenParameter("assertion_kind", "x").build();
    var clash = new Extension(new GrantType("urn:x"), Map.of("assertion_kind", "y"), ACCESS);
    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> request(registration, clash))
        .withMessageContaining("Parameter 'assertion_kind' would be sent twice")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_ALLOWED));
  }

  @Test
  void formShouldRoundTripWhateverItCarries() {
    String hostile = "a=b&c+d%20\r\n\0é\uD83D\uDE00~*";
    Form form = Form.empty().with(hostile, List.of(hostile, "")).with("x", "");
    assertThat(Form.decode(form.encoded())).isEqualTo(form);
    assertThat(form.encoded()).doesNotContain("\r", "\n", "\0");
    assertThat(Form.decode("&&a&=b&c=&").parameters().keySet()).isEqualTo(Set.of("a", "", "c"));
    assertThat(Form.decode("&&a&").parameters().keySet()).isEqualTo(Set.of("a"));
    assertThat(Form.decode("").parameters()).isEmpty();
    assertThat(Form.decode("=b&c&d=e=f&d=g").parameters())
        .isEqualTo(Map.of("", List.of("b"), "c", List.of(""), "d", List.of("e=f", "g")));
    assertThat(Form.decode("d=e&d=g").first("d")).contains("e");
    assertThat(Form.empty().first("d")).isEmpty();
    for (String broken : List.of("%", "%4", "%zz", "a=%-1", "%C3%")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Form.decode(broken))
          .withMessage("broken percent-encoding")
          .withNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void missingSecretShouldBeToldByWhatTheSupplierDid(boolean basic) {
    assertSecretFails(basic, () -> null, Reason.NOTHING, false);
    assertSecretFails(basic, () -> "", Reason.NOT_ALLOWED, true);
    assertSecretFails(basic, () -> "s3cr3t\n", Reason.NOT_ALLOWED, true);
    assertSecretFails(basic, () -> failing(new IllegalStateException()), Reason.FAILED, true);
    assertSecretFails(basic, () -> failing(new IllegalArgumentException()), Reason.FAILED, true);
    assertSecretFails(basic, () -> failing(new AssertionError()), Reason.FAILED, true);
  }

  private static void assertSecretFails(
      boolean basic, Supplier<String> supplier, Reason reason, boolean cause) {
    var builder = Registrations.machine();
    var registration =
        basic
            ? builder.clientSecretBasic("c", supplier).build()
            : builder.clientSecretPost("c", supplier).build();
    assertThatExceptionOfType(TokenProviderException.class)
        .isThrownBy(() -> request(registration, MACHINE))
        .withMessageContaining("the client secret supplier")
        .withMessageNotContaining("s3cr3t")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.getCause() != null).isEqualTo(cause));
  }

  private static String failing(RuntimeException thrown) {
    throw thrown;
  }

  private static String failing(Error thrown) {
    throw thrown;
  }
}
