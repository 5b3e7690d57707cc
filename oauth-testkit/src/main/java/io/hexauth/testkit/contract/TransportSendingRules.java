// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportRequest.Method;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for sending: the request is sent unchanged, once, over its own connection. */
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
    given().answered(given().send(given().post(given().server().uri("/token")).build()));
    assertThat(given().endpoint().requests().get(0).header("authorization")).isEmpty();
  }

  @Test
  final void sendShouldGetWithoutABody() {
    given().answered(given().send(given().get().build()));

    ReceivedRequest received = given().endpoint().requests().get(0);
    assertThat(received.method()).isEqualTo("GET");
    assertThat(received.body()).isEmpty();
    assertThat(received.headers()).doesNotContainKeys("content-type", "transfer-encoding");
    given().sawRequests(1);
  }

  @ParameterizedTest
  @EnumSource
  final void sendShouldSendTheHeadersOfTheRequest(Method method) {
    var uri = given().server().uri("/token");
    TransportRequest.Builder request = method == Method.GET ? given().get() : given().post(uri);

    given()
        .answered(
            given()
                .send(
                    request
                        .header("Authorization", given().authorization())
                        .header("aCCept", "application/jwk-set+json, */*;q=0.1")
                        .header("DPoP", "a.b.c")
                        .header("X-Empty", "")
                        .build()));

    Map<String, List<String>> headers = given().endpoint().requests().get(0).headers();
    assertThat(headers.get("authorization")).containsExactly(given().authorization());
    assertThat(headers.get("accept")).containsExactly("application/jwk-set+json, */*;q=0.1");
    assertThat(headers.get("dpop")).containsExactly("a.b.c");
    assertThat(headers.get("x-empty")).containsExactly("");
  }

  @Test
  final void sendShouldSendNothingWhenTheRequestMayNotLeave() {
    TransportRequest late = given().request().toBuilder().mayLeave(() -> false).build();

    assertThat(TransportFixture.notSent(given().send(late))).isEqualTo(Failure.TOO_LATE);

    given().sawRequests(0);
  }

  /**
   * The transport must ask after the connection is open: while it connects, the process may be
   * stopped for any time.
   */
  @Test
  final void sendShouldAskWhetherTheRequestMayLeaveWhenTheConnectionStands() throws IOException {
    try (var listener =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      listener.setSoTimeout((int) TransportFixture.TOLERANCE.toMillis());
      var uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/token");
      var accepted = new AtomicReference<Socket>();
      BooleanSupplier isConnected =
          () -> {
            accepted.set(accept(listener));
            return false;
          };

      TransportResult result = given().send(given().post(uri).mayLeave(isConnected).build());

      assertThat(TransportFixture.notSent(result)).isEqualTo(Failure.TOO_LATE);
      try (Socket connection = accepted.get()) {
        assertThat(firstByte(connection)).as("the end, and no byte before it").isNegative();
      }
    }
  }

  private static int firstByte(Socket connection) {
    try {
      return connection.getInputStream().read();
    } catch (IOException e) {
      return -1; // a reset ends the stream, too
    }
  }

  private static Socket accept(ServerSocket listener) {
    try {
      return listener.accept();
    } catch (IOException e) {
      throw new AssertionError("No connection was made before the question", e);
    }
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
              TransportRequest mine =
                  given().request().toBuilder()
                      .body(TransportFixture.FORM, TransportFixture.bytes("number=" + i))
                      .build();
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
