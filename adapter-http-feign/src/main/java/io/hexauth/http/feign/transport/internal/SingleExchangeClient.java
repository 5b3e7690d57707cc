// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * Feign client for one exchange: it connects, sends the request once, and returns the answer with
 * its body still on the connection. It never retries, follows a redirect, reuses a connection,
 * keeps a cookie or answers a challenge. Confined to the calling thread.
 */
final class SingleExchangeClient implements Client, AutoCloseable {

  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

  private final Dialer dialer;
  private final TransportRequest wanted;
  private final Deadline deadline;
  private @Nullable Connection connection;

  /**
   * @param wanted the request of the port, with parts that a Feign request cannot carry: reach and
   *     deadline
   */
  SingleExchangeClient(Dialer dialer, TransportRequest wanted, Deadline deadline) {
    this.dialer = dialer;
    this.wanted = wanted;
    this.deadline = deadline;
  }

  /**
   * {@inheritDoc}
   *
   * @param options only the connect timeout is used. The deadline replaces the other timeouts, and
   *     redirects are never followed
   */
  @Override
  public Response execute(Request request, Request.Options options) throws IOException {
    Connection open = dialer.dial(wanted, options.connectTimeoutMillis(), deadline);
    connection = open;
    if (deadline.passed() || Thread.currentThread().isInterrupted()) {
      throw new ExchangeFailure(
          Failure.DEADLINE, "the deadline passed before the request was sent");
    }
    return exchange(request, URI.create(request.url()), open);
  }

  /** Sends the request on this connection, and reads the answer up to its body. */
  static Response exchange(Request request, URI uri, Connection open) throws IOException {
    ClassicHttpResponse answer;
    try {
      answer = EXECUTOR.execute(head(request, uri), open, HttpCoreContext.create());
    } catch (HttpException e) {
      throw open.ended()
          ? cutInHead()
          : new ExchangeFailure(Failure.GARBLED, "the answer is not HTTP");
    }
    if (open.ended()) {
      // The parser treats the end of the stream like the end of the headers.
      throw cutInHead();
    }
    return Response.builder()
        .status(answer.getCode())
        .headers(headers(answer))
        .body(body(answer.getEntity()), length(answer.getEntity()))
        .request(request)
        .build();
  }

  private static ExchangeFailure cutInHead() {
    return new ExchangeFailure(Failure.CUT, "the connection was cut within the headers");
  }

  private static BasicClassicHttpRequest head(Request request, URI uri) {
    var head = new BasicClassicHttpRequest(request.httpMethod().name(), uri);
    head.setHeader("Host", uri.getRawAuthority());
    request.headers().forEach((name, values) -> values.forEach(v -> head.addHeader(name, v)));
    if (request.body() != null) {
      head.setHeader("Content-Length", request.length());
      head.setEntity(new ByteArrayEntity(request.body(), null));
    }
    head.setHeader("Connection", "close");
    return head;
  }

  private static Map<String, Collection<String>> headers(ClassicHttpResponse answer) {
    Map<String, Collection<String>> headers = new LinkedHashMap<>();
    for (Header header : answer.getHeaders()) {
      String value = header.getValue();
      if (value != null) {
        headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1)).add(value);
      }
    }
    return headers;
  }

  private static @Nullable Integer length(@Nullable HttpEntity entity) {
    long length = entity == null ? 0 : entity.getContentLength();
    return length < 0 || length > Integer.MAX_VALUE ? null : (int) length;
  }

  /**
   * Returns a stream whose closing has no effect: closing Apache's stream would read it to its end,
   * which a hostile server never sends.
   */
  private static InputStream body(@Nullable HttpEntity entity) throws IOException {
    return new FilterInputStream(
        entity == null ? InputStream.nullInputStream() : entity.getContent()) {
      @Override
      public void close() {}
    };
  }

  /**
   * {@return true if a byte of the request may have been sent; false only if certainly none was}
   */
  boolean written() {
    return connection != null && connection.written();
  }

  /** {@return true if the server has ended the stream} */
  boolean ended() {
    return connection != null && connection.ended();
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // The answer, if there was one, has already been read.
      }
    }
  }
}
