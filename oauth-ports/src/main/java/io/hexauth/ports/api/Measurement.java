// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Step that Hexauth has done, with how it ended and how long it took: a name and tags, as libraries
 * for metrics have them. {@code docs/operations.md} lists names, tags and values. A tag has few
 * values, and none is a principal or a secret.
 */
public final class Measurement extends OAuthEvent {

  private final String name;
  private final Map<String, String> tags;
  private final Duration duration;

  private Measurement(
      ClientRegistrationId registration,
      Instant time,
      String name,
      Map<String, String> tags,
      Duration duration) {
    super(registration, time);
    this.name = name;
    this.tags = Map.copyOf(tags);
    this.duration = duration;
  }

  /** {@return a measurement with these parts} */
  public static Measurement of(
      ClientRegistrationId registration,
      Instant time,
      String name,
      Map<String, String> tags,
      Duration duration) {
    return new Measurement(registration, time, name, tags, duration);
  }

  /** {@return what was done, such as {@code oauth.refreshes}} */
  public String name() {
    return name;
  }

  /** {@return the tags; unmodifiable} */
  public Map<String, String> tags() {
    return tags;
  }

  /** {@return the value of a tag; empty text if there is no such tag} */
  public String tag(String key) {
    return tags.getOrDefault(key, "");
  }

  /** {@return the time that it took} */
  public Duration duration() {
    return duration;
  }

  @Override
  public void tell(OAuthEventListener listener) {
    listener.onMeasurement(this);
  }

  @Override
  public boolean isMeasurement() {
    return true;
  }

  @Override
  List<?> shown() {
    return List.of(registration(), time(), name, tags, duration);
  }
}
