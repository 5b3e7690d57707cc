// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for sending: the request as it is, once, over a connection of its own. */
abstract class TransportSendingRules extends TransportRules {

  TransportSendingRules(Supplier<TransportFixture> fixture) {
    super(fixture);
  }

  @Test
  final void sendShouldPostTheFormAsItIs() {
    given().answered();

    ReceivedRequest received = given().endpoint().requests().get(0);
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.text()).isEqualTo(given().form());
    assertThat(received.header("content-type").orElse(""))
        .startsWith("application/x-www-form-urlencoded");
    assertThat(received.headers().get("authorization")).containsExactly(given().authorization());
    given().sawRequests(1);
  }

  @Test
  final void sendShouldSendNoAuthorizationWhenThereIsNone() {
    TransportRequest with = given().request();
    given()
        .answered(
            given()
                .send(
                    new TransportRequest(
                        with.registration(),
                        with.uri(),
                        Optional.empty(),
                        with.form(),
                        with.deadline(),
                        with.mostBytes())));
    assertThat(given().endpoint().requests().get(0).header("authorization")).isEmpty();
  }

  @Test
  final void sendShouldLeaveTheUriAsItIs() {
    var uri = given().server().uri("/token?tenant=a%20b%2Fc&empty=");
    given().answered(given().send(given().request(uri, TransportFixture.LONG)));
    ReceivedRequest received = given().endpoint().requests().get(0);
    assertThat(received.path()).isEqualTo("/token");
    assertThat(received.query()).isEqualTo("tenant=a%20b%2Fc&empty=");
    assertThat(received.header("host")).contains("127.0.0.1:" + given().server().port());
  }

  @Test
  final void sendShouldUseAFreshConnectionEachTime() {
    for (int i = 0; i < 3; i++) {
      given().answered();
    }
    assertThat(given().endpoint().requests())
        .extracting(ReceivedRequest::connection)
        .doesNotHaveDuplicates();
  }

  @Test
  final void sendShouldLeaveNothingForTheNextCall() {
    given()
        .endpoint()
        .next(
            Reply.of(200)
                .withHeader("Set-Cookie", "session=1; Path=/")
                .withHeader("Cache-Control", "max-age=3600")
                .withBody("first"));
    given().answered();

    assertThat(TransportFixture.text(given().answered())).isEqualTo(given().form());

    assertThat(given().endpoint().requests().get(1).header("cookie")).isEmpty();
    given().sawRequests(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  final void sendShouldNotFollowARedirect(int status) {
    var elsewhere = given().server().serve("/elsewhere", request -> Reply.of(200));
    given()
        .endpoint()
        .always(Reply.redirect(status, given().server().uri("/elsewhere").toString()));

    assertThat(given().answered().status()).isEqualTo(status);

    assertThat(elsewhere.requests()).isEmpty();
    given().sawRequests(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 421, 425, 429, 500, 502, 503, 504})
  final void sendShouldNotTryAgainWhenTheServerFails(int status) {
    given().endpoint().always(Reply.busy(status, "0"));
    assertThat(given().answered().status()).isEqualTo(status);
    given().sawRequests(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\"", "Negotiate"})
  final void sendShouldNotAnswerAChallenge(String challenge) {
    given().endpoint().always(Reply.of(401).withHeader("WWW-Authenticate", challenge));
    assertThat(given().answered().status()).isEqualTo(401);
    given().sawRequests(1);
  }

  @Test
  final void sendShouldNotMixUpCallsOfManyThreads() {
    List<Boolean> right =
        Race.run(
            16,
            i -> {
              TransportRequest like = given().request();
              var mine =
                  new TransportRequest(
                      ClientRegistrationId.of("contract-" + i),
                      like.uri(),
                      Optional.empty(),
                      "number=" + i,
                      like.deadline(),
                      like.mostBytes());
              return TransportFixture.text(given().answered(given().send(mine)))
                  .equals("number=" + i);
            });
    assertThat(right).containsOnly(true);
    given().sawRequests(16);
  }

  @Test
  final void sendShouldRefuseNull() {
    assertThatNullPointerException().isThrownBy(() -> given().transport().send(Nothing.nothing()));
  }
}
