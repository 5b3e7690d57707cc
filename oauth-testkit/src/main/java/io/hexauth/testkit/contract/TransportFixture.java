// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import io.hexauth.ports.spi.TransportResult.NotSent;
import io.hexauth.ports.spi.TransportResult.Response;
import io.hexauth.ports.spi.TransportResult.Unknown;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.Canaries;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One transport, one server that returns what it receives, and requests full of canaries. */
final class TransportFixture implements AutoCloseable {

  /** Deadline that no exchange on loopback reaches. */
  static final Duration LONG = Duration.ofSeconds(15);

  /** Deadline for exchanges that must reach it; long enough to send a request on a busy machine. */
  static final Duration SHORT = Duration.ofMillis(1500);

  /** Tolerance for the end of a deadline on a busy machine; far below {@link #LONG}. */
  static final Duration TOLERANCE = Duration.ofSeconds(5);

  static final int MOST_BYTES = 10_000;

  static final String FORM = "application/x-www-form-urlencoded";

  private final Canaries canaries = new Canaries();
  private final String form =
      "grant_type=refresh_token&refresh_token=" + canaries.create("refresh_token") + "&x=%7B+%7D";
  private final String authorization = "Basic {" + canaries.create("authorization") + "}";
  private final FakeHttpServer server = FakeHttpServer.start();
  private final FakeEndpoint endpoint =
      server.serve("/token", request -> Reply.of(200).withBody(request.text()));
  private final OAuthTransport transport;

  TransportFixture(OAuthTransport transport) {
    this.transport = transport;
  }

  FakeHttpServer server() {
    return server;
  }

  FakeEndpoint endpoint() {
    return endpoint;
  }

  OAuthTransport transport() {
    return transport;
  }

  String form() {
    return form;
  }

  String authorization() {
    return authorization;
  }

  TransportRequest request() {
    return request(server.uri("/token"), LONG);
  }

  TransportRequest request(URI uri, Duration deadline) {
    return post(uri).header("Authorization", authorization).deadline(deadline).build();
  }

  /** {@return a request with a form and without client authentication} */
  TransportRequest.Builder post(URI uri) {
    return TransportRequest.post("contract", uri)
        .body(FORM, bytes(form))
        .deadline(LONG)
        .mostBytes(MOST_BYTES);
  }

  TransportRequest.Builder get() {
    return TransportRequest.get("contract", server.uri("/token"))
        .deadline(LONG)
        .mostBytes(MOST_BYTES);
  }

  static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  TransportResult send() {
    return send(request());
  }

  /** {@return the result, after the check that it shows no secret} */
  TransportResult send(TransportRequest request) {
    TransportResult result = transport.send(request);
    canaries.assertNoneIn(result.toString());
    canaries.assertNoneIn(request.toString());
    return result;
  }

  Response answered() {
    return answered(send());
  }

  Response answered(TransportResult result) {
    assertThat(result).isInstanceOf(Response.class);
    return (Response) result;
  }

  static String text(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static Failure unknown(TransportResult result) {
    assertThat(result).isInstanceOf(Unknown.class);
    return ((Unknown) result).failure();
  }

  static Failure notSent(TransportResult result) {
    assertThat(result).isInstanceOf(NotSent.class);
    return ((NotSent) result).failure();
  }

  /** Fails unless the server received exactly this number of requests, on any path. */
  void sawRequests(int count) {
    assertThat(server.requests()).hasSize(count);
  }

  @Override
  public void close() {
    server.close();
  }
}
