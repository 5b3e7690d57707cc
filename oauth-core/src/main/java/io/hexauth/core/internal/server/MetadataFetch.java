// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.json.JsonBodies;
import io.hexauth.domain.internal.grant.AnswerKind;
import io.hexauth.domain.internal.grant.RetryAfter;
import io.hexauth.domain.internal.server.KnownMetadata;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.ServerMetadata;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.Reach;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fetch of the metadata of one server. It requests one well-known URL, and the other one if the
 * answer is unusable. If the server cannot be reached, the second URL is not requested.
 */
final class MetadataFetch implements TransportResult.Cases<KnownMetadata> {

  private static final int MOST_BYTES = 256 * 1024;
  private static final int OK = 200;
  private static final Set<TransportResult.Failure> NOT_READABLE =
      EnumSet.of(TransportResult.Failure.TOO_LARGE, TransportResult.Failure.GARBLED);

  private final KnownMetadata before;
  private final Issuer issuer;
  private final Reach reach;
  private final OAuthTransport transport;
  private final OAuthClock clock;
  private final ServerLog log;
  private final long end;

  /** True after an unreadable answer. The start page of a server can have any size. */
  private boolean answered;

  MetadataFetch(
      KnownMetadata before,
      Issuer issuer,
      Reach reach,
      OAuthTransport transport,
      OAuthClock clock,
      ServerLog log,
      Duration deadline) {
    this.before = before;
    this.issuer = issuer;
    this.reach = reach;
    this.transport = transport;
    this.clock = clock;
    this.log = log;
    this.end = clock.nanoTime() + deadline.toNanos();
  }

  /** {@return the metadata known after the fetch} */
  KnownMetadata run() {
    List<URI> urls = issuer.metadataUrls();
    KnownMetadata first = asked(urls.get(0));
    if (first.status() == 0 && !answered) {
      return first;
    }
    KnownMetadata second = asked(urls.get(1));
    // The failure of an unusable document is more informative than that of a missing one.
    return second.status() != 0 && first.status() == OK ? first : second;
  }

  private KnownMetadata asked(URI url) {
    long left = end - clock.nanoTime();
    if (left <= 0) {
      return noAnswer("the deadline ended before the request was sent", true);
    }
    ServerLog.Line line = log.begin("discovery", new Endpoint(url), 0);
    KnownMetadata after = sent(url, left).fold(this);
    if (after.problem().isEmpty()) {
      line.write(OK, AnswerKind.DONE, "read");
    } else {
      line.write(after.status(), AnswerKind.ofStatus(after.status()), after.problem());
    }
    return after;
  }

  private TransportResult sent(URI url, long nanos) {
    try {
      return transport.send(
          TransportRequest.get("discovery of " + issuer.origin(), url)
              .header("Accept", "application/json")
              .deadline(Duration.ofNanos(nanos))
              .mostBytes(MOST_BYTES)
              .reach(reach)
              .build());
    } catch (RuntimeException e) { // not allowed by the contract of a transport
      return new TransportResult.Unknown(
          TransportResult.Failure.CUT, "the transport threw " + e.getClass().getName());
    }
  }

  @Override
  public KnownMetadata response(TransportResult.Response response) {
    Map<String, List<String>> headers = response.headers();
    int status = response.status();
    if (status == 429 || status == 503) {
      Duration asked =
          headers.getOrDefault("retry-after", List.of()).stream()
              .findFirst()
              .flatMap(text -> RetryAfter.parse(text, clock.instant()))
              .orElse(Duration.ZERO);
      return before.failed("it is too busy", 0, true, asked, clock.nanoTime());
    }
    return status == OK
        ? JsonBodies.read("", response.body())
            .fold(
                body -> read(body.members(), headers.getOrDefault("cache-control", List.of())),
                unreadable -> unusable(OK, unreadable.problem()))
        : unusable(status, "the server publishes no metadata at this URL");
  }

  private KnownMetadata read(Map<String, Object> members, List<String> cacheControl) {
    try {
      return before.published(ServerMetadata.read(members, issuer), cacheControl, clock.nanoTime());
    } catch (IllegalArgumentException e) {
      return unusable(OK, String.valueOf(e.getMessage()));
    }
  }

  private KnownMetadata unusable(int status, String problem) {
    return before.failed(problem, status, true, Duration.ZERO, clock.nanoTime());
  }

  @Override
  public KnownMetadata notSent(TransportResult.NotSent notSent) {
    return noAnswer(RegistrationSource.problem(notSent), notSent.retryable());
  }

  @Override
  public KnownMetadata unknown(TransportResult.Unknown unknown) {
    answered = NOT_READABLE.contains(unknown.failure());
    return noAnswer(unknown.detail(), true);
  }

  private KnownMetadata noAnswer(String problem, boolean retryable) {
    return before.failed(problem, 0, retryable, Duration.ZERO, clock.nanoTime());
  }
}
