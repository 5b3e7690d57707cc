// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeHttpServerTest {

  private final FakeHttpServer server = FakeHttpServer.start();
  private final FakeEndpoint endpoint =
      server.serve("/it", request -> Reply.of(200).withBody("you said " + request.text()));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void scriptedRepliesShouldBeUsedOnceAndInOrder() throws IOException {
    endpoint.next(Reply.html(502), Reply.normal().withStatus(201));
    assertThat(exchange("a")).startsWith("HTTP/1.1 502 ").contains("<html>");
    assertThat(exchange("b")).startsWith("HTTP/1.1 201 ").endsWith("you said b");
    assertThat(exchange("c")).startsWith("HTTP/1.1 200 ").endsWith("you said c");
    assertThat(endpoint.requests())
        .extracting(ReceivedRequest::text)
        .containsExactly("a", "b", "c");
  }

  @Test
  void exchangesShouldPairEachRequestWithTheReplyThatItGot() throws Exception {
    var pool = Executors.newFixedThreadPool(8);
    try {
      var calls = new ArrayList<Future<String>>();
      for (int i = 0; i < 64; i++) {
        String text = "call " + i;
        endpoint.next(Reply.of(200 + i));
        calls.add(pool.submit(() -> text + "=" + unchecked(text).split(" ")[1]));
      }
      var answered = new ArrayList<String>();
      for (Future<String> call : calls) {
        answered.add(call.get());
      }
      assertThat(endpoint.exchanges())
          .extracting(e -> e.request().text() + "=" + e.reply().status())
          .containsExactlyInAnyOrderElementsOf(answered);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void connectionsShouldStayOpenForMoreRequests() throws IOException {
    try (Socket socket = socket()) {
      send(socket, "POST /it HTTP/1.1\r\nContent-Length: 1\r\n\r\na");
      assertThat(readUntil(socket, "you said a")).contains("200");
      send(socket, "POST /it HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n");
      assertThat(readUntil(socket, "you said b")).contains("200");
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aGateShouldHoldRequestsUntilItIsReleased() throws Exception {
    Gate gate = endpoint.hold();
    var answer = CompletableFuture.supplyAsync(() -> unchecked("held"));
    gate.awaitArrivals(1);
    assertThat(answer).isNotDone();
    gate.release();
    assertThat(answer.get(10, TimeUnit.SECONDS)).endsWith("you said held");
  }

  @Test
  void anAnswerGateShouldHoldWhatWasProcessed() throws Exception {
    Gate gate = endpoint.holdAnswers();
    var answer = CompletableFuture.supplyAsync(() -> unchecked("held"));
    gate.awaitArrivals(1);
    assertThat(answer).isNotDone();
    gate.close();
    assertThat(answer.get(10, TimeUnit.SECONDS)).endsWith("you said held");
  }

  @Test
  void resettingShouldBeAResetAndClosingAnOrderlyEnd() throws IOException {
    endpoint.next(Reply.normal().resetting(), Reply.normal().closing());
    assertThatThrownBy(() -> exchange("a")).isInstanceOf(SocketException.class);
    assertThat(exchange("b")).isEmpty();
  }

  @Test
  void truncatedShouldSendHalfOfWhatItPromised() throws IOException {
    endpoint.next(Reply.of(200).withBody("12345678").truncated());
    assertThat(exchange("a")).contains("Content-Length: 8").endsWith("\r\n\r\n1234");
  }

  @Test
  void drippingShouldStillBeCompleteInTheEnd() throws IOException {
    endpoint.next(
        Reply.of(200).withBody("slow").dripping(Duration.ofMillis(1)),
        Reply.of(200).withBody("slow").drippingFromTheStart(Duration.ofNanos(1)));
    assertThat(exchange("a")).endsWith("\r\n\r\nslow");
    assertThat(exchange("b")).endsWith("\r\n\r\nslow");
  }

  @Test
  void endlessShouldGoOnUntilTheClientGoesAway() throws IOException {
    endpoint.next(Reply.of(200).withBody("more").endless());
    try (Socket socket = socket()) {
      send(socket, "GET /it HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
    }
  }

  @Test
  void aGzipBombShouldBeSmallOnTheWire() throws IOException {
    Reply bomb = Reply.gzipBomb(10_000_000);
    assertThat(bomb.body()).hasSizeLessThan(20_000);
    try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(bomb.body()))) {
      assertThat(plain.skip(20_000_000)).isEqualTo(10_000_000);
    }
  }

  @Test
  void closingTheServerShouldEndAClientThatHangs() throws Exception {
    endpoint.next(Reply.normal().hanging());
    var answer = CompletableFuture.supplyAsync(() -> unchecked("a"));
    endpoint.awaitRequests(1);
    server.close();
    assertThat(answer.handle((text, failure) -> true).get(10, TimeUnit.SECONDS)).isTrue();
  }

  private String unchecked(String body) {
    try {
      return exchange(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String exchange(String body) throws IOException {
    try (Socket socket = socket()) {
      send(
          socket,
          "POST /it HTTP/1.1\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    var text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      text.append((char) reader.read());
    }
    return text.toString();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
