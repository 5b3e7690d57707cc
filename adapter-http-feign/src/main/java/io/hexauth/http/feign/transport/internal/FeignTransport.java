// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Request;
import feign.Response;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Transport that sends each request with Feign. A request becomes one Feign request, and its answer
 * or failure becomes a result.
 */
public final class FeignTransport implements OAuthTransport {

  private final Dialer dialer;
  private final Threads threads;
  private final Duration connectTimeout;

  FeignTransport(Dialer dialer, Threads threads, Duration connectTimeout) {
    this.dialer = dialer;
    this.threads = threads;
    this.connectTimeout = connectTimeout;
  }

  /**
   * Creates the transport.
   *
   * @param connectTimeout the time that one address has to accept a connection
   * @param tls trust and client certificates
   * @param proxy the proxy for all hosts except loopback; empty for direct connections
   * @return the transport
   */
  public static OAuthTransport create(
      Duration connectTimeout, TlsContexts tls, Optional<Proxy> proxy) {
    var threads = new Threads();
    var lookup = new HostLookup(InetAddress::getAllByName, threads.lookups());
    return new FeignTransport(new Dialer(lookup, tls, proxy), threads, connectTimeout);
  }

  @Override
  public TransportResult send(TransportRequest request) {
    Request sent = feign(request);
    var options =
        new Request.Options(
            connectTimeout.toMillis(),
            TimeUnit.MILLISECONDS,
            request.deadline().toMillis(),
            TimeUnit.MILLISECONDS,
            false);
    Deadline watched;
    try {
      watched = new Deadline(request.deadline(), threads.watchdog());
    } catch (Error e) { // most often: no thread can be started
      return new TransportResult.NotSent(
          Failure.DEADLINE, "no thread is available to watch the deadline");
    }
    try (Deadline deadline = watched;
        var client = new SingleExchangeClient(dialer, request, deadline)) {
      try {
        Response response = client.execute(sent, options);
        return answer(response, AnswerBody.read(response, request.mostBytes()));
      } catch (IOException | RuntimeException e) {
        return Verdict.of(e, client, deadline);
      }
    }
  }

  private static TransportResult.Response answer(Response response, byte[] body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    response.headers().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    return new TransportResult.Response(response.status(), Map.copyOf(headers), body);
  }

  /** Creates the Feign request without a template, because braces have a meaning in templates. */
  static Request feign(TransportRequest request) {
    Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", List.of("hexauth"));
    headers.put("Accept", List.of("application/json"));
    request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("Accept-Encoding", List.of("identity"));
    request.body().ifPresent(body -> headers.put("Content-Type", List.of(body.contentType())));
    boolean hasBody = request.method() == TransportRequest.Method.POST;
    return Request.create(
        Request.HttpMethod.valueOf(request.method().name()),
        request.uri().toASCIIString(),
        headers,
        request.body().map(TransportRequest.Body::bytes).orElse(hasBody ? new byte[0] : null),
        null,
        null);
  }
}
