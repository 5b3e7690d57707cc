// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documented limits, scripts and end of the fake server. */
@Timeout(60)
class FakeHttpServerBoundsTest {

  private static final int LARGEST_BODY = 4 * 1024 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_CONNECTIONS = 512;

  private final FakeHttpServer server = FakeHttpServer.start();
  private final FakeEndpoint endpoint =
      server.serve("/it", request -> Reply.of(200).withBody("saw " + request.body().length));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void connectionsShouldBeBoundedAndThePlaceOfOneThatEndsBeTaken() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_CONNECTIONS; i++) {
        open.add(socket());
      }
      assertThat(ask(open.get(0))).startsWith("HTTP/1.1 200 ");
      assertThat(ask(open.get(MOST_CONNECTIONS - 1))).startsWith("HTTP/1.1 200 ");
      try (Socket one = socket()) {
        assertThat(isClosedUnanswered(one)).isTrue();
      }
      open.remove(0).close();
      boolean answered = false;
      while (!answered) { // the timeout of the class ends it
        try (Socket next = socket()) {
          answered = !isClosedUnanswered(next);
        }
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static boolean isClosedUnanswered(Socket socket) throws IOException {
    try {
      return ask(socket).isEmpty();
    } catch (SocketException e) {
      return true;
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a path that is not served, GET /other HTTP/1.1, 404",
    "a path of which one is a part, GET /it/x HTTP/1.1, 404",
    "a query, GET /it?a=b HTTP/1.1, 200",
    "an older version, GET /it HTTP/1.0, 200",
    "a newer version, GET /it HTTP/2, 0",
    "no version, GET /it, 0",
    "a word too many, GET /it HTTP/1.1 x, 0",
  })
  void requestLineShouldDecide(String name, String line, int status) throws IOException {
    assertStatus(exchange(line + "\r\nConnection: close\r\n\r\n"), status);
    assertThat(server.requests()).hasSize(status == 0 ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", ": no name", "Content-Length: x", "Content-Length: -1"})
  void headerThatIsNoneShouldEndTheConnectionUnanswered(String header) throws IOException {
    assertThat(exchange("POST /it HTTP/1.1\r\n" + header + "\r\n\r\n")).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  /** Another exception would end a thread of the server with a stack trace. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "-2147483648", "4194305", "2147483647"})
  void lengthOutOfRangeShouldBeAnIoException(String length) {
    byte[] request = post("Content-Length: " + length, "").getBytes(StandardCharsets.US_ASCII);
    var reader =
        new RequestReader(
            new Socket(), new ByteArrayInputStream(request), OutputStream.nullOutputStream(), 1);
    assertThatExceptionOfType(IOException.class).isThrownBy(reader::next);
  }

  @Test
  void bodyShouldBeReadUpToItsLimit() throws IOException {
    String most = "x".repeat(LARGEST_BODY);
    String chunk = Integer.toHexString(LARGEST_BODY / 2) + "\r\n" + "x".repeat(LARGEST_BODY / 2);
    assertThat(exchange(post("Content-Length: " + LARGEST_BODY, most)))
        .endsWith("saw " + LARGEST_BODY);
    assertThat(exchange(post("Content-Length: " + (LARGEST_BODY + 1), ""))).isEmpty();
    assertThat(
            exchange(post("Transfer-Encoding: chunked", chunk + "\r\n" + chunk + "\r\n0\r\n\r\n")))
        .endsWith("saw " + LARGEST_BODY);
    assertThat(exchange(post("Transfer-Encoding: chunked", chunk + "\r\n" + chunk + "\r\n1\r\n")))
        .isEmpty();
  }

  @Test
  void lineShouldBeReadUpToItsLimit() throws IOException {
    String name = "X: ";
    String value = "y".repeat(LONGEST_LINE - name.length() - 1); // and a CR
    assertStatus(
        exchange("GET /it HTTP/1.1\r\nConnection: close\r\n" + name + value + "\r\n\r\n"), 200);
    assertThat(server.requests().get(0).header("x").orElseThrow()).isEqualTo(value);
    assertThat(exchange("GET /it HTTP/1.1\r\n" + name + value + "yy\r\n\r\n")).isEmpty();
  }

  @Test
  void bodyThatIsCutShouldNotBeARequest() throws IOException {
    try (Socket socket = socket()) {
      send(socket, "POST /it HTTP/1.1\r\nContent-Length: 3\r\n\r\nab");
      socket.shutdownOutput();
      assertThat(read(socket)).isEmpty();
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void expectationShouldBeMet() throws IOException {
    assertThat(exchange(post("Expect: 100-continue\r\nContent-Length: 1", "a")))
        .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ");
  }

  @Test
  void scriptShouldLastUntilTheEndpointIsToldToBehave() throws IOException {
    endpoint.always(Reply.of(503));
    endpoint.next(Reply.of(429));
    assertStatus(get(), 429);
    assertStatus(get(), 503);
    assertStatus(get(), 503);
    endpoint.next(Reply.of(429));
    endpoint.behave();
    assertStatus(get(), 200);
  }

  @Test
  void replyThatIsNotNormalShouldNotReachTheHandler() throws IOException {
    var reached = new AtomicBoolean();
    FakeEndpoint watched =
        server.serve(
            "/it",
            request -> {
              reached.set(true);
              return Reply.of(200).withHeader("X-A", "own").withHeader("X-B", "own").withBody("b");
            });
    watched.next(Reply.json(400, "{}"), Reply.normal().withHeader("x-a", "script").withStatus(201));
    assertThat(get()).startsWith("HTTP/1.1 400 ").contains("Content-Type: application/json");
    assertThat(reached).isFalse();
    assertThat(get())
        .startsWith("HTTP/1.1 201 ")
        .contains("x-a: script", "X-B: own")
        .doesNotContain("X-A: own")
        .endsWith("\r\n\r\nb");
    assertThat(reached).isTrue();
  }

  @Test
  void newGateShouldReleaseTheOneBefore() throws Exception {
    for (boolean answers : List.of(false, true)) {
      Gate first = answers ? endpoint.holdAnswers() : endpoint.hold();
      var held = CompletableFuture.supplyAsync(this::unchecked);
      first.awaitArrivals(1);
      Gate second = answers ? endpoint.holdAnswers() : endpoint.hold();
      assertThat(held.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ");
      assertThat(first.arrivals()).isEqualTo(1);
      assertThat(second.arrivals()).isZero();
      second.release();
      assertStatus(get(), 200);
      assertThat(second.arrivals()).isEqualTo(1);
    }
  }

  @Test
  void endOfTheServerShouldReleaseRequestsThatWaitAtAGate() throws Exception {
    Gate gate = endpoint.hold();
    var held = CompletableFuture.supplyAsync(this::unchecked);
    gate.awaitArrivals(1);
    server.close();
    assertThat(held.handle((text, failure) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    server.close();
    assertThatExceptionOfType(IOException.class).isThrownBy(this::socket);
  }

  @Test
  void interruptShouldEndAWaitForRequestsAndBeKept() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> endpoint.awaitRequests(1));
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
  }

  @Test
  void drippingShouldPauseBetweenBytes() throws IOException {
    Reply drip = Reply.of(200).withBody("12345");
    endpoint.next(drip.dripping(Duration.ofMillis(20)));
    long start = System.nanoTime();
    assertThat(get()).endsWith("12345");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    assertThat(drip.interval()).isEqualTo(Duration.ZERO);
  }

  @Test
  void chunkedAnswerShouldBeInChunksWithoutALength() throws IOException {
    endpoint.next(Reply.of(200).withBody("123456789").chunked());
    assertThat(get())
        .contains("Transfer-Encoding: chunked\r\n")
        .doesNotContain("Content-Length")
        .endsWith("\r\n\r\n7\r\n1234567\r\n2\r\n89\r\n0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void answerThatCannotHaveABodyShouldHaveNoLength(int status) throws IOException {
    endpoint.next(Reply.of(status));
    assertThat(get()).startsWith("HTTP/1.1 " + status).doesNotContain("Content-Length");
  }

  @Test
  void replyShouldStayAsItIsWhenACopyIsMade() {
    Reply reply = Reply.json(200, "{}");
    List<Reply> copies =
        List.of(
            reply.withStatus(500),
            reply.withHeader("X", "y"),
            reply.withBody("other"),
            reply.gzipped(),
            reply.chunked(),
            reply.truncated(),
            reply.hanging());
    assertThat(copies).doesNotContain(reply);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).hasSize(1);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(reply.delivery()).isEqualTo(Delivery.WHOLE);
    assertThatIllegalStateException().isThrownBy(() -> Reply.normal().gzipped());
    assertThat(Reply.of(200).withBody("canary")).asString().doesNotContain("canary");
  }

  @Test
  void receivedRequestShouldNotShowWhatItCarries() throws IOException {
    get("Authorization: Bearer canary\r\n");
    assertThat(server.requests().get(0).toString())
        .isEqualTo("ReceivedRequest[GET /it, connection 1]");
    assertThat(server.requests().get(0).header("AUTHORIZATION")).contains("Bearer canary");
  }

  private static void assertStatus(String answer, int status) {
    if (status == 0) {
      assertThat(answer).isEmpty();
    } else {
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  private static String post(String headers, String body) {
    return "POST /it HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n\r\n" + body;
  }

  private String unchecked() {
    try {
      return get();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String get() throws IOException {
    return get("");
  }

  private String get(String headers) throws IOException {
    return exchange("GET /it HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = socket()) {
      send(socket, request);
      return read(socket);
    }
  }

  /** {@return one answer, on a connection that stays open} */
  private static String ask(Socket socket) throws IOException {
    send(socket, "GET /it HTTP/1.1\r\n\r\n");
    byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200 ".length());
    return new String(start, StandardCharsets.ISO_8859_1);
  }

  private static String read(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException e) {
      return ""; // the server closed the connection before it read everything
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Socket socket() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }
}
