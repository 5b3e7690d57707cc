// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Measurement of one operation of Hexauth: a name, tags with the outcome, and a duration, in the
 * form that metrics libraries use. {@code docs/monitoring.md} lists names, tags and values. Each
 * tag has few values, and none is a principal or a secret.
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

  /** {@return a measurement with these values} */
  public static Measurement of(
      ClientRegistrationId registration,
      Instant time,
      String name,
      Map<String, String> tags,
      Duration duration) {
    return new Measurement(registration, time, name, tags, duration);
  }

  /** {@return the name of the operation, such as {@code oauth.refreshes}} */
  public String name() {
    return name;
  }

  /** {@return the tags; unmodifiable} */
  public Map<String, String> tags() {
    return tags;
  }

  /** {@return the value of a tag; an empty string if there is no such tag} */
  public String tag(String key) {
    return tags.getOrDefault(key, "");
  }

  /** {@return the duration of the operation} */
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
