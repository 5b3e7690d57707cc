// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answer of a fake server, with optional faults. Immutable; every method returns a copy.
 *
 * <p>With {@link #normal()}, the endpoint processes the request first. With the other factory
 * methods, such as {@link #of(int)}, it does not. So {@code normal().resetting()} is a server that
 * processes the request and then resets the connection.
 */
public final class Reply {

  private final boolean processed;
  private final Optional<Integer> status;
  private final List<Map.Entry<String, String>> headers;
  private final Optional<byte[]> body;
  private final Delivery delivery;
  private final Duration interval;

  private Reply(
      boolean processed,
      Optional<Integer> status,
      List<Map.Entry<String, String>> headers,
      Optional<byte[]> body,
      Delivery delivery,
      Duration interval) {
    this.processed = processed;
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.delivery = delivery;
    this.interval = interval;
  }

  /** {@return the endpoint's own answer, to which faults can be added} */
  public static Reply normal() {
    return new Reply(
        true, Optional.empty(), List.of(), Optional.empty(), Delivery.WHOLE, Duration.ZERO);
  }

  /** {@return an empty answer with this status; the endpoint does not process the request} */
  public static Reply of(int status) {
    return new Reply(
        false,
        Optional.of(status),
        List.of(),
        Optional.of(new byte[0]),
        Delivery.WHOLE,
        Duration.ZERO);
  }

  /** {@return a JSON answer; the endpoint does not process the request} */
  public static Reply json(int status, String json) {
    return of(status).withHeader("Content-Type", "application/json").withBody(json);
  }

  /** {@return an OAuth error (RFC 6749 §5.2); the endpoint does not process the request} */
  public static Reply error(int status, String code) {
    return json(status, "{\"error\":\"" + code + "\"}").withHeader("Cache-Control", "no-store");
  }

  /** {@return an HTML page; the endpoint does not process the request} */
  public static Reply html(int status) {
    return of(status)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody("<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>");
  }

  /** {@return a redirect; the endpoint does not process the request} */
  public static Reply redirect(int status, String location) {
    return of(status).withHeader("Location", location);
  }

  /**
   * {@return an answer with {@code Retry-After}, such as 429 or 503; the endpoint does not process
   * the request}
   *
   * @param retryAfter the value of the header, unchanged: seconds, a date, or an invalid text
   */
  public static Reply busy(int status, String retryAfter) {
    return of(status).withHeader("Retry-After", retryAfter);
  }

  /**
   * {@return a small compressed body that expands to a large one; the endpoint does not process the
   * request}
   *
   * @param size the number of bytes after decompression
   */
  public static Reply gzipBomb(int size) {
    return of(200)
        .withHeader("Content-Type", "application/json")
        .withHeader("Content-Encoding", "gzip")
        .withBody(Gzip.of(new byte[size]));
  }

  /**
   * {@return these bytes, followed by a normal close; the bytes need not be valid HTTP}
   *
   * @param text the bytes, as ISO 8859-1
   */
  public static Reply raw(String text) {
    return of(0).withBody(text.getBytes(StandardCharsets.ISO_8859_1)).delivered(Delivery.RAW);
  }

  /** {@return a copy with another status} */
  public Reply withStatus(int other) {
    return new Reply(processed, Optional.of(other), headers, body, delivery, interval);
  }

  /** {@return a copy with one more header; a name may repeat} */
  public Reply withHeader(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Reply(processed, status, List.copyOf(more), body, delivery, interval);
  }

  /** {@return a copy with this body, in UTF-8} */
  public Reply withBody(String text) {
    return withBody(text.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return a copy with this body; the array is not copied, so it must not be changed} */
  public Reply withBody(byte[] bytes) {
    return new Reply(processed, status, headers, Optional.of(bytes), delivery, interval);
  }

  /**
   * {@return a copy with a compressed body and {@code Content-Encoding}}
   *
   * @throws IllegalStateException if the body is that of the endpoint
   */
  public Reply gzipped() {
    byte[] plain = body.orElseThrow(() -> new IllegalStateException("Set a body before gzipped()"));
    return withHeader("Content-Encoding", "gzip").withBody(Gzip.of(plain));
  }

  /**
   * {@return a copy that sends the head immediately and the body one byte at a time}
   *
   * @param pause the time between two bytes
   */
  public Reply dripping(Duration pause) {
    return new Reply(processed, status, headers, body, Delivery.DRIP_BODY, pause);
  }

  /**
   * {@return a copy that sends one byte at a time, from the status line on}
   *
   * @param pause the time between two bytes
   */
  public Reply drippingFromTheStart(Duration pause) {
    return new Reply(processed, status, headers, body, Delivery.DRIP_ALL, pause);
  }

  /** {@return a copy with a chunked body} */
  public Reply chunked() {
    return delivered(Delivery.CHUNKED);
  }

  /** {@return a copy that repeats its body until the client disconnects or the server is closed} */
  public Reply endless() {
    return delivered(Delivery.ENDLESS);
  }

  /** {@return a copy that ends after half of the body} */
  public Reply truncated() {
    return delivered(Delivery.TRUNCATED);
  }

  /**
   * {@return a reply that sends nothing: the connection stays open until the server is closed, or
   * for 20 seconds}
   */
  public Reply hanging() {
    return delivered(Delivery.HANG);
  }

  /** {@return a reply that only resets the TCP connection} */
  public Reply resetting() {
    return delivered(Delivery.RESET);
  }

  /** {@return a reply that only closes the connection} */
  public Reply closing() {
    return delivered(Delivery.CLOSE);
  }

  private Reply delivered(Delivery other) {
    return new Reply(processed, status, headers, body, other, interval);
  }

  /**
   * {@return the reply to send, if this reply is scripted and the endpoint would send {@code own}}
   * Values of this reply have priority.
   */
  Reply over(Reply own) {
    var all = new ArrayList<>(own.headers);
    all.removeIf(o -> headers.stream().anyMatch(h -> h.getKey().equalsIgnoreCase(o.getKey())));
    all.addAll(headers);
    return new Reply(
        false,
        Optional.of(status.orElseGet(own::status)),
        List.copyOf(all),
        Optional.of(body.orElseGet(own::body)),
        delivery,
        interval);
  }

  boolean isProcessed() {
    return processed;
  }

  /** {@return the HTTP status; 200 if the endpoint decides it} */
  public int status() {
    return status.orElse(200);
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  byte[] body() {
    return body.orElseGet(() -> new byte[0]);
  }

  Delivery delivery() {
    return delivery;
  }

  Duration interval() {
    return interval;
  }

  @Override
  public String toString() {
    return "Reply[" + status.map(String::valueOf).orElse("normal") + ", " + delivery + "]";
  }
}
