// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.Running;
import io.hexauth.core.internal.concurrent.Tasks;
import io.hexauth.core.internal.events.EventDispatcher;
import io.hexauth.core.internal.time.OncePerMinute;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.internal.server.KnownMetadata;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Issuer;
import io.hexauth.domain.registration.Principal;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.Reach;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published metadata of one server, shared by all registrations with its issuer. It is fetched when
 * it is first needed, with one request for all callers. When its lifetime is over, it is fetched
 * again in the background.
 */
final class PublishedMetadata {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedMetadata.class);

  private final Issuer issuer;
  private final Reach reach;
  private final OAuthTransport transport;
  private final Tasks tasks;
  private final OAuthClock clock;
  private final Duration deadline;
  private final EventDispatcher events;
  private final OncePerMinute trouble;
  private volatile KnownMetadata known;

  PublishedMetadata(
      Issuer issuer,
      Reach reach,
      OAuthTransport transport,
      Tasks tasks,
      EventDispatcher events,
      OAuthClock clock,
      Duration deadline) {
    this.events = events;
    this.issuer = issuer;
    this.reach = reach;
    this.transport = transport;
    this.tasks = tasks;
    this.clock = clock;
    this.deadline = deadline;
    this.trouble = new OncePerMinute(clock);
    this.known = KnownMetadata.nothing(clock.nanoTime());
  }

  /**
   * {@return the current metadata; if there is none, it is fetched first}
   *
   * @throws ServiceUnavailableException if the fetch takes too long
   */
  KnownMetadata now(ClientRegistrationId registration) {
    KnownMetadata seen = known;
    if (!seen.isDue(clock.nanoTime())) {
      return seen;
    }
    CompletableFuture<KnownMetadata> fetch =
        tasks.join(registration, issuer, () -> fetched(registration));
    if (seen.metadata().isPresent()) {
      return seen;
    }
    try {
      return Running.waitingFor(
          Service.AUTHORIZATION_SERVER, () -> tasks.await(registration, fetch));
    } catch (ServiceUnavailableException e) { // names another registration
      throw e.toldFor(registration);
    }
  }

  /**
   * Reports to operators of one registration that an endpoint is at another origin, and is not
   * used.
   */
  void reportMoved(ClientRegistrationId registration) {
    events.of(registration).report(Principal.self(), Incident.Kind.SERVER_MOVED);
  }

  /** Logs the reason why older metadata is still used, because callers get no exception. */
  void usedOn(ClientRegistrationId registration, String problem) {
    if (trouble.isTime()) {
      LOG.warn(
          "Client registration '{}': discovery of {} failed; the known metadata is still used: {}",
          registration,
          issuer.origin(),
          problem);
    }
  }

  /** {@return the time until the next fetch} */
  Duration pause(KnownMetadata after) {
    return Duration.ofNanos(Math.max(0, after.due() - clock.nanoTime()));
  }

  /** Fetches the metadata. If a fetch has just ended, its result is used. */
  private KnownMetadata fetched(ClientRegistrationId registration) {
    KnownMetadata before = known;
    if (before.isDue(clock.nanoTime())) {
      var log = new ServerLog(events.of(registration), clock);
      known =
          Running.waitingFor(
              Service.AUTHORIZATION_SERVER,
              () ->
                  new MetadataFetch(before, issuer, reach, transport, clock, log, deadline).run());
      if (before.metadata().isPresent() && !known.problem().isEmpty()) {
        usedOn(registration, known.problem());
      }
    }
    return known;
  }
}
