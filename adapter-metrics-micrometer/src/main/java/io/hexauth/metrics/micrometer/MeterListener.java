// SPDX-License-Identifier: Apache-2.0
package io.hexauth.metrics.micrometer;

import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import io.hexauth.ports.spi.OAuthClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listener that records events as meters. A measurement becomes a timer with the same name and
 * tags. Changes of a circuit breaker have no duration and become a counter and a gauge.
 */
final class MeterListener implements OAuthEventListener {

  private static final String CIRCUIT_CHANGES = "oauth.circuit.changes";

  /**
   * Limit of endpoints with a gauge, because tenants of the application may name any number of
   * endpoints.
   */
  private static final int MOST_ENDPOINTS = 1_000;

  private final MeterRegistry registry;
  private final OAuthClock clock;

  /** State of the circuit breaker by endpoint: 1 while it is open, otherwise 0. */
  private final Map<String, AtomicInteger> circuits = new ConcurrentHashMap<>();

  /** Expiry of the latest known token, by registration. */
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  @Inject
  MeterListener(MeterRegistry registry, OAuthClock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public void onToken(TokenEvent event) {
    registry.counter("oauth.tokens", tags(event).and("cause", word(event.cause()))).increment();
    event.token().flatMap(OAuthToken::expiresAt).ifPresent(end -> expires(event, end));
  }

  private void expires(OAuthEvent event, Instant end) {
    String registration = event.registration().value();
    if (ends.put(registration, end) == null) {
      TimeGauge.builder("oauth.token.expiry", () -> secondsTo(registration), TimeUnit.SECONDS)
          .tags(tags(event))
          .register(registry);
    }
  }

  private double secondsTo(String registration) {
    Instant end = ends.getOrDefault(registration, Instant.EPOCH);
    return Duration.between(clock.instant(), end).toMillis() / 1_000.0;
  }

  @Override
  public void onIncident(Incident incident) {
    registry
        .counter("oauth.incidents", tags(incident).and("kind", word(incident.kind())))
        .increment();
  }

  @Override
  public void onMeasurement(Measurement measurement) {
    if (measurement.name().equals(CIRCUIT_CHANGES)) {
      changed(measurement);
    } else {
      registry.timer(measurement.name(), tagsOf(measurement)).record(measurement.duration());
    }
  }

  private void changed(Measurement measurement) {
    String endpoint = measurement.tag("endpoint");
    boolean isKnown = circuits.containsKey(endpoint) || circuits.size() < MOST_ENDPOINTS;
    registry
        .counter(CIRCUIT_CHANGES, tagsOf(measurement).and("endpoint", isKnown ? endpoint : "other"))
        .increment();
    if (isKnown) {
      circuits
          .computeIfAbsent(endpoint, this::circuit)
          .set(measurement.tag("state").equals("open") ? 1 : 0);
    }
  }

  private AtomicInteger circuit(String endpoint) {
    return registry.gauge("oauth.circuit.open", Tags.of("endpoint", endpoint), new AtomicInteger());
  }

  @Override
  public void onDropped(int events) {
    registry.counter("oauth.events.dropped").increment(events);
  }

  private static Tags tags(OAuthEvent event) {
    return Tags.of("registration", event.registration().value());
  }

  private static Tags tagsOf(Measurement measurement) {
    return tags(measurement)
        .and(
            measurement.tags().entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
