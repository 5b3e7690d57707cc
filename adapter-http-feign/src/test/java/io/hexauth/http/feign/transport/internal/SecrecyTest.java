// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static io.hexauth.http.feign.transport.internal.TransportFixture.PLENTY;
import static io.hexauth.http.feign.transport.internal.TransportFixture.SHORT;
import static io.hexauth.http.feign.transport.internal.TransportFixture.post;
import static io.hexauth.http.feign.transport.internal.TransportFixture.transport;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.testkit.http.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** With every logger at its lowest level, no secret is logged (T5, T6, B19). */
@Timeout(60)
class SecrecyTest {

  private static final String CANARY = "canary";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final List<String> julLines = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          julLines.add(line.getMessage() + line.getThrown() + List.of(parameters(line)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private Level before;
  private java.util.logging.Level julBefore;

  @BeforeEach
  void listen() {
    before = root.getLevel();
    root.setLevel(Level.TRACE);
    events.start();
    root.addAppender(events);
    julBefore = julRoot.getLevel();
    julRoot.setLevel(java.util.logging.Level.ALL);
    julRoot.addHandler(handler);
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(console, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(out);
    System.setErr(err);
    root.detachAppender(events);
    root.setLevel(before);
    julRoot.removeHandler(handler);
    julRoot.setLevel(julBefore);
  }

  @Test
  void nothingSecretShouldBeWrittenWhateverBecomesOfTheRequest() throws Exception {
    var certificates = Certificates.good();
    List<String> results = new ArrayList<>();
    String answer =
        "HTTP/1.1 200 canary-reason\r\nX-Secret: canary-header\r\nSet-Cookie: c=canary-cookie\r\n";
    List<String> answers =
        List.of(
            answer + "Content-Length: 16\r\n\r\n{\"a\":\"canary-b\"}",
            answer + "Content-Length: 99\r\n\r\n{\"a\":\"canary-b\"}",
            answer + "Content-Length: canary-length\r\n\r\n",
            answer + "Transfer-Encoding: chunked\r\n\r\ncanary-chunk\r\n",
            answer + "Transfer-Encoding: canary-coding\r\n\r\n",
            answer + "Content-Encoding: canary-coding\r\n\r\n{}",
            answer + "Content-Encoding: gzip\r\n\r\ncanary-gzip",
            answer + "canary-no-colon\r\n\r\n",
            "canary-not-http\r\n\r\n",
            "HTTP/canary 200 OK\r\n\r\n",
            "HTTP/1.1 canary OK\r\n\r\n",
            answer + "X: " + CANARY.repeat(5000) + "\r\n\r\n",
            answer + "\r\n" + CANARY.repeat(500));
    for (String text : answers) {
      try (var server = ScriptedServer.answering(text)) {
        results.add(send(transport(), server.uri("/token?key=canary-query"), PLENTY));
      }
      try (var server =
          ScriptedServer.start(
              certificates.server(),
              peer -> {
                peer.readRequest();
                peer.write(text);
              })) {
        results.add(
            send(transport(certificates.trust()), server.uri("/token?key=canary-query"), PLENTY));
        results.add(send(transport(), server.uri("/token?key=canary-query"), PLENTY));
      }
    }
    try (var server = ScriptedServer.start(ScriptedServer.Peer::hang)) {
      results.add(send(transport(), server.uri("/token?key=canary-query"), SHORT));
    }
    results.add(send(transport(), URI.create("http://127.0.0.1:1/?key=canary-query"), PLENTY));

    assertThat(results).hasSize(3 * answers.size() + 2).noneMatch(SecrecyTest::isSecret);
    assertThat(events.list).extracting(SecrecyTest::text).noneMatch(SecrecyTest::isSecret);
    assertThat(julLines).noneMatch(SecrecyTest::isSecret);
    assertThat(console.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
  }

  @Test
  void refusalOfABadRequestShouldNotQuoteIt() {
    for (String bad : List.of("canary\r\nX: y", "canary\u00e9", "canary\0")) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                  IllegalArgumentException.class,
                  () ->
                      transport()
                          .send(
                              request(
                                  URI.create("http://127.0.0.1:1/"), Optional.of(bad), PLENTY))))
          .hasMessageNotContaining(CANARY)
          .hasNoCause();
    }
  }

  private static String send(OAuthTransport transport, URI uri, Duration deadline) {
    TransportResult result =
        transport.send(request(uri, Optional.of("Basic canary-credentials"), deadline));
    return result.toString();
  }

  private static TransportRequest request(
      URI uri, Optional<String> authorization, Duration deadline) {
    TransportRequest.Builder post = post(uri, "refresh_token=canary-form").deadline(deadline);
    authorization.ifPresent(value -> post.header("Authorization", value));
    return post.mostBytes(1024).build();
  }

  private static boolean isSecret(String text) {
    return text.contains(CANARY);
  }

  private static String text(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  private static Object[] parameters(LogRecord line) {
    return line.getParameters() == null ? new Object[0] : line.getParameters();
  }
}
