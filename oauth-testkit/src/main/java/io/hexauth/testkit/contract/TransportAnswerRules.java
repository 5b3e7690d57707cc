// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportRequest.Method;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.testkit.http.Reply;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for answers: a complete answer is returned, up to the requested size. */
abstract class TransportAnswerRules extends TransportRules {

  private static final int MOST = TransportFixture.MOST_BYTES;

  TransportAnswerRules(Supplier<TransportFixture> fixture) {
    super(fixture);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 299, 304, 400, 401, 403, 404, 418, 500, 599})
  final void everyStatusShouldBeAnAnswer(int status) {
    given().endpoint().next(Reply.of(status));
    Response response = given().answered();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).isEmpty();
  }

  @Test
  final void anAnswerThatCannotHaveABodyShouldHaveAnEmptyOne() {
    given().endpoint().next(Reply.of(204));
    assertThat(given().answered().body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  final void headersShouldBeInLowerCaseAndComplete(Method method) {
    given()
        .endpoint()
        .next(
            Reply.html(502)
                .withHeader("X-Twice", "one")
                .withHeader("x-tWICE", "two")
                .withHeader("Retry-After", "120"));
    TransportRequest request = method == Method.GET ? given().get().build() : given().request();
    Response response = given().answered(given().send(request));
    assertThat(response.headers().get("x-twice")).containsExactly("one", "two");
    assertThat(response.headers().get("retry-after")).containsExactly("120");
    assertThat(response.headers().get("content-type")).containsExactly("text/html; charset=utf-8");
    assertThat(response.headers().keySet()).allMatch(n -> n.equals(n.toLowerCase(Locale.ROOT)));
  }

  @Test
  final void bodiesShouldComeAsTheyAre() {
    byte[] bytes = new byte[1024];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    given().endpoint().next(Reply.of(200).withBody(bytes), Reply.of(200).withBody(bytes).chunked());
    assertThat(given().answered().body()).isEqualTo(bytes);
    assertThat(given().answered().body()).isEqualTo(bytes);
  }

  @Test
  final void bodiesOfErrorsShouldComeToo() {
    given().endpoint().next(Reply.error(400, "invalid_grant"));
    assertThat(TransportFixture.text(given().answered())).contains("invalid_grant");
  }

  @Test
  final void aBodyThatEndsWithTheConnectionShouldBeComplete() {
    given().endpoint().next(Reply.raw("HTTP/1.1 200 OK\r\nX: y\r\n\r\nthe end"));
    assertThat(TransportFixture.text(given().answered())).isEqualTo("the end");
  }

  @Test
  final void interimAnswersShouldBeSkipped() {
    given()
        .endpoint()
        .next(
            Reply.raw(
                "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    Response response = given().answered();
    assertThat(response.status()).isEqualTo(200);
    assertThat(TransportFixture.text(response)).isEqualTo("ok");
  }

  @Test
  final void compressedBodiesShouldComeDecompressed() {
    given().endpoint().next(Reply.json(200, "{\"a\":1}").gzipped());
    assertThat(TransportFixture.text(given().answered())).isEqualTo("{\"a\":1}");
  }

  @Test
  final void aBodyOfExactlyTheLimitShouldCome() {
    String body = "x".repeat(MOST);
    given()
        .endpoint()
        .next(
            Reply.of(200).withBody(body),
            Reply.of(200).withBody(body).chunked(),
            Reply.of(200).withBody(body).gzipped());
    for (int i = 0; i < 3; i++) {
      assertThat(given().answered().body()).hasSize(MOST);
    }
  }

  @Test
  final void aBodyOfOneByteMoreShouldBeTooLarge() {
    Reply reply = Reply.of(200).withBody("x".repeat(MOST + 1));
    given().endpoint().next(reply, reply.chunked(), reply.gzipped());
    for (int i = 0; i < 3; i++) {
      assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.TOO_LARGE);
    }
    given().sawRequests(3);
  }

  @Test
  final void anEndlessBodyShouldBeTooLarge() {
    given().endpoint().next(Reply.of(200).withBody(" ".repeat(4096)).endless());
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.TOO_LARGE);
    given().sawRequests(1);
  }

  @Test
  final void manyGzipMembersShouldNotBeAnAnswer() {
    String empty = "1f8b0800000000000000" + "0300" + "0000000000000000";
    byte[] members = HexFormat.of().parseHex(empty.repeat(1000));
    given().endpoint().next(Reply.of(200).withHeader("Content-Encoding", "gzip").withBody(members));
    assertThat(TransportFixture.unknown(given().send())).isIn(Failure.GARBLED, Failure.TOO_LARGE);
    given().sawRequests(1);
  }

  @Test
  final void aGzipBombShouldBeTooLarge() {
    given().endpoint().next(Reply.gzipBomb(64 * 1024 * 1024));
    assertThat(TransportFixture.unknown(given().send())).isEqualTo(Failure.TOO_LARGE);
    given().sawRequests(1);
  }
}
