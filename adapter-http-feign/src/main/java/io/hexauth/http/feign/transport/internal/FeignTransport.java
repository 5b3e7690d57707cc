// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import feign.Request;
import feign.Response;
import io.hexauth.domain.registration.Origin;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The transport: one Feign request, one Feign response, and a verdict. */
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
   * A transport for the module.
   *
   * @param connectTimeout how long one address may take to accept a connection
   * @param tls whom to trust
   * @param proxy what stands between this machine and every host but loopback
   */
  public static OAuthTransport create(
      Duration connectTimeout, SSLContext tls, Optional<Proxy> proxy) {
    var threads = new Threads();
    var lookup = new HostLookup(InetAddress::getAllByName, threads.lookups());
    return new FeignTransport(new Dialer(lookup, tls, proxy), threads, connectTimeout);
  }

  @Override
  public TransportResult send(TransportRequest request) {
    Request post = post(request);
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
    } catch (Error e) { // above all: no thread can be started
      return new TransportResult.NotSent(
          Failure.DEADLINE, "there is no thread at this moment to watch the deadline");
    }
    try (Deadline deadline = watched;
        var client = new SingleExchangeClient(dialer, deadline)) {
      try {
        Response response = client.execute(post, options);
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

  /** Made without a template, in which braces would have a meaning. */
  static Request post(TransportRequest request) {
    // Which hosts may be talked to in plain HTTP is the registration's to say.
    Origin.of(request.uri());
    Map<String, Collection<String>> headers = new LinkedHashMap<>();
    headers.put("User-Agent", List.of("hexauth"));
    headers.put("Accept", List.of("application/json"));
    headers.put("Accept-Encoding", List.of("identity"));
    headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
    request
        .authorization()
        .ifPresent(value -> headers.put("Authorization", List.of(visible(value))));
    return Request.create(
        Request.HttpMethod.POST,
        request.uri().toASCIIString(),
        headers,
        request.form().getBytes(StandardCharsets.UTF_8),
        null,
        null);
  }

  private static String visible(String value) {
    if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException(
          "An Authorization header has visible ASCII characters only");
    }
    return value;
  }
}
