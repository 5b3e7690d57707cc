// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import static io.hexauth.testkit.server.Browser.member;
import static io.hexauth.testkit.server.TokenClient.CALLBACK;
import static io.hexauth.testkit.server.TokenClient.grant;
import static io.hexauth.testkit.server.TokenClient.redemption;
import static io.hexauth.testkit.server.TokenClient.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.clock.VirtualClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Validity of the fake server's codes and tokens: access, time, and client. */
class FakeGrantsTest {

  private final VirtualClock clock = VirtualClock.create();
  private final FakeAuthorizationServer server =
      FakeAuthorizationServer.builder()
          .client("app", "secret")
          .client("other", "secret")
          .user("alice", "wonderland")
          .user("bob", "wonderland")
          .extensionGrant("urn:example:plain")
          .extensionGrant("urn:example:exchange", "subject_token")
          .clock(clock)
          .start();
  private final TokenClient app = new TokenClient(server, "app", "secret");
  private final TokenClient other = new TokenClient(server, "other", "secret");

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void revokeAllShouldMakeEveryCodeAndTokenOfTheSubjectWorthless() {
    String code = app.code("alice");
    String bobsCode = app.code("bob");
    var redeemed = app.granted(redemption(app.code("alice")));
    var alice = app.password("alice");
    var bob = app.password("bob");

    server.revokeAll("alice");

    app.assertRefused(redemption(code), "invalid_grant");
    for (HttpResponse<String> token : List.of(redeemed, alice)) {
      assertThat(app.api(token)).isEqualTo(401);
      app.assertRefused(refresh(token), "invalid_grant");
    }
    assertThat(app.api(bob)).isEqualTo(200);
    app.granted(refresh(bob));
    app.granted(redemption(bobsCode));
    assertThat(server.ledger().familiesRevokedForReuse()).isZero();
    assertThat(server.ledger().revocations()).isZero();
  }

  @Test
  void accessTokenShouldBeGoodUntilTheInstantOfItsEnd() {
    server.issue(i -> i.withLifetime(Duration.ofMinutes(5)));
    var token = app.password("alice");
    assertThat(member(token, "expires_in")).isEqualTo("300");

    clock.advance(Duration.ofMinutes(5).minusNanos(1));
    assertThat(app.api(token)).isEqualTo(200);
    clock.advance(Duration.ofNanos(1));
    assertThat(app.api(token)).isEqualTo(401);
  }

  @Test
  void accessTokenWithoutALifetimeShouldNotEnd() {
    server.issue(Issuing::withoutLifetime);
    var token = app.password("alice");
    clock.advance(Duration.ofDays(10_000));
    assertThat(app.api(token)).isEqualTo(200);
  }

  static Stream<Form> spoiled() {
    return Stream.of(
        grant("authorization_code").with("redirect_uri", CALLBACK),
        grant("authorization_code").with("redirect_uri", CALLBACK + "/").with("code_verifier", "v"),
        grant("authorization_code").with("code_verifier", "x".repeat(43)),
        grant("authorization_code")
            .with("redirect_uri", CALLBACK)
            .with("code_verifier", "x".repeat(43)));
  }

  /** RFC 6749 §10.5: a failed attempt uses the code, too. */
  @ParameterizedTest
  @MethodSource("spoiled")
  void codeShouldBeUsedUpByARedemptionThatDoesNotMatchItsRequest(Form wrong) {
    String code = app.code("alice");

    app.assertRefused(wrong.with("code", code), "invalid_grant");

    app.assertRefused(redemption(code), "invalid_grant");
  }

  @Test
  void codeOfAnotherClientShouldBeRefusedAndStayGood() {
    String code = app.code("alice");
    other.assertRefused(redemption(code), "invalid_grant");
    app.granted(redemption(code));
  }

  @Test
  void refreshTokenOfAnotherClientShouldBeRefusedAndStayGood() {
    var token = app.password("alice");
    other.assertRefused(refresh(token), "invalid_grant");
    app.granted(refresh(token));
    assertThat(server.ledger().familiesRevokedForReuse()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Rotation.class)
  void refreshShouldNarrowScopesForOneTokenAndNeverWidenThem(Rotation rotation) {
    server.issue(i -> i.withRotation(rotation));
    var first = app.password("alice");
    app.assertRefused(refresh(first).with("scope", "r w x"), "invalid_scope");

    var narrow = app.granted(refresh(first).with("scope", "r"));
    assertThat(member(narrow, "scope")).isEqualTo("r");
    assertThat(app.scopes(narrow)).isEqualTo("r");

    var wide = app.granted(refresh(rotation == Rotation.OFF ? first : narrow));
    assertThat(app.scopes(wide)).isEqualTo("r w");
  }

  @Test
  void strictReuseShouldEndTheFamilyOnceAndItsAccessTokensToo() {
    var first = app.password("alice");
    var second = app.granted(refresh(first));
    var beside = app.password("alice");

    for (int i = 0; i < 3; i++) {
      app.assertRefused(refresh(first), "invalid_grant");
    }

    assertThat(app.api(first)).isEqualTo(401);
    assertThat(app.api(second)).isEqualTo(401);
    assertThat(app.api(beside)).as("another grant").isEqualTo(200);
    assertThat(server.ledger().familiesRevokedForReuse()).isEqualTo(1);
    assertThat(server.ledger().presentations(member(first, "refresh_token"))).isEqualTo(4);
  }

  @Test
  void reuseAfterTheGraceShouldEndTheFamily() {
    server.issue(i -> i.withGrace(Duration.ofSeconds(30)));
    var first = app.password("alice");
    var second = app.granted(refresh(first));
    clock.advance(Duration.ofSeconds(20));
    app.granted(refresh(first));
    clock.advance(Duration.ofSeconds(10));

    app.assertRefused(refresh(first), "invalid_grant");

    app.assertRefused(refresh(second), "invalid_grant");
    assertThat(server.ledger().familiesRevokedForReuse()).isEqualTo(1);
  }

  @Test
  void refreshTokenShouldStayGoodWhileNoNewOneIsIssued() {
    var first = app.password("alice");
    server.issue(Issuing::withoutRefreshToken);
    assertThat(member(app.password("alice"), "refresh_token")).isEmpty();
    assertThat(member(app.granted(refresh(first)), "refresh_token")).isEmpty();
    server.issue(Issuing::withRefreshToken);
    assertThat(member(app.granted(refresh(first)), "refresh_token")).isNotEmpty();
  }

  @Test
  void revocationShouldTakeEffectForTheClientsOwnTokensOnly() {
    var token = app.password("alice");
    assertThat(other.revoke(member(token, "refresh_token"))).isEqualTo(200);
    assertThat(other.revoke(member(token, "access_token"))).isEqualTo(200);
    assertThat(app.revoke("unknown")).isEqualTo(200);
    assertThat(server.ledger().revocations()).isZero();
    assertThat(app.api(token)).isEqualTo(200);

    for (int i = 0; i < 2; i++) {
      assertThat(app.revoke(member(token, "access_token"))).isEqualTo(200);
      assertThat(server.ledger().revocations()).isEqualTo(1);
    }
    assertThat(app.api(token)).isEqualTo(401);
    var next = app.granted(refresh(token));

    assertThat(app.revoke(member(next, "refresh_token"))).isEqualTo(200);
    assertThat(server.ledger().revocations()).isEqualTo(2);
    assertThat(app.api(next)).isEqualTo(401);
  }

  @Test
  void extensionGrantsShouldHaveTheirSubject() {
    var plain = app.granted(grant("urn:example:plain"));
    assertThat(subject(plain)).isEqualTo("app");
    var exchanged = app.granted(grant("urn:example:exchange").with("subject_token", "carol"));
    assertThat(subject(exchanged)).isEqualTo("carol");
    app.assertRefused(grant("urn:example:exchange"), "invalid_request");
    app.assertRefused(grant("urn:example:unknown"), "unsupported_grant_type");
  }

  private String subject(HttpResponse<String> granted) {
    return member(new Browser().get(server.apiEndpoint(), member(granted, "access_token")), "sub");
  }

  @Test
  void everythingThatIsIssuedShouldBeInTheBooks() {
    String code = app.code("alice");
    var token = app.granted(redemption(code));
    var next = app.granted(refresh(token));
    assertThat(server.ledger().secrets())
        .containsExactlyInAnyOrder(
            code,
            member(token, "access_token"),
            member(token, "refresh_token"),
            member(next, "access_token"),
            member(next, "refresh_token"));
    assertThat(server.ledger().presentations()).containsOnlyKeys(member(token, "refresh_token"));
    assertThat(server.ledger().tokenRequests()).isEqualTo(2);
    assertThat(server.ledger().toString()).doesNotContain(member(token, "refresh_token"));
  }
}
