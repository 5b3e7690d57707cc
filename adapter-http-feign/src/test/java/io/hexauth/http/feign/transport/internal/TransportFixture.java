// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Transports, requests, and checks of results. */
final class TransportFixture {

  static final Duration PLENTY = Duration.ofSeconds(30);

  /** Enough time for a busy machine to send a request. */
  static final Duration SHORT = Duration.ofMillis(1500);

  private TransportFixture() {}

  static OAuthTransport transport() {
    return transport(defaultTls());
  }

  static OAuthTransport transport(SSLContext tls) {
    return FeignTransport.create(Duration.ofSeconds(5), contexts(tls), Optional.empty());
  }

  static OAuthTransport transport(HostLookup.Resolver resolver) {
    return transport(resolver, new Threads());
  }

  static OAuthTransport transport(HostLookup.Resolver resolver, Threads threads) {
    var lookup = new HostLookup(resolver, threads.lookups());
    return new FeignTransport(
        new Dialer(lookup, contexts(defaultTls()), Optional.empty()),
        threads,
        Duration.ofSeconds(5));
  }

  static OAuthTransport transport(
      HostLookup.Resolver resolver, SSLContext tls, Optional<Proxy> proxy) {
    return transport(resolver, tls, proxy, Duration.ofSeconds(5));
  }

  static OAuthTransport transport(
      HostLookup.Resolver resolver, SSLContext tls, Optional<Proxy> proxy, Duration connect) {
    var threads = new Threads();
    var lookup = new HostLookup(resolver, threads.lookups());
    return new FeignTransport(new Dialer(lookup, contexts(tls), proxy), threads, connect);
  }

  static TlsContexts contexts(SSLContext tls) {
    return TlsContexts.of(Optional.of(tls), Optional.empty());
  }

  static HostLookup.Resolver loopback() {
    return host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static TransportRequest request(URI uri) {
    return request(uri, PLENTY);
  }

  static TransportRequest request(URI uri, Duration deadline) {
    return request(uri, deadline, 64 * 1024);
  }

  static TransportRequest request(URI uri, Duration deadline, int mostBytes) {
    return post(uri, "grant_type=refresh_token&refresh_token=once")
        .header("Authorization", "Basic aWQ6c2VjcmV0")
        .deadline(deadline)
        .mostBytes(mostBytes)
        .build();
  }

  static TransportRequest.Builder post(URI uri, String form) {
    return TransportRequest.post("billing", uri)
        .body("application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8))
        .deadline(PLENTY);
  }

  static void assertUnknown(TransportResult result, Failure failure) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TransportResult.Unknown.class, u -> assertThat(u.failure()).isEqualTo(failure));
  }

  static void assertNotSent(TransportResult result, Failure failure) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TransportResult.NotSent.class, n -> assertThat(n.failure()).isEqualTo(failure));
  }

  static TransportResult.Response assertResponse(TransportResult result, int status) {
    assertThat(result)
        .isInstanceOfSatisfying(
            TransportResult.Response.class, r -> assertThat(r.status()).isEqualTo(status));
    return (TransportResult.Response) result;
  }

  static String text(TransportResult.Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
