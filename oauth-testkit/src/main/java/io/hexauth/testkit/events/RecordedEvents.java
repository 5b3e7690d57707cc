// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.events;

import io.hexauth.ports.api.Incident;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEvent;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Listener that records every event, in order. Safe for use by multiple threads. */
public final class RecordedEvents implements OAuthEventListener {

  private final List<OAuthEvent> events = new CopyOnWriteArrayList<>();

  /** {@return a listener that passes only incidents to this consumer} */
  public static OAuthEventListener incidents(Consumer<Incident> consumer) {
    return new OAuthEventListener() {
      @Override
      public void onToken(TokenEvent event) {}

      @Override
      public void onIncident(Incident incident) {
        consumer.accept(incident);
      }
    };
  }

  /** {@return the recorded events of one kind} */
  public <E extends OAuthEvent> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** {@return the recorded measurements with this name} */
  public List<Measurement> of(String name) {
    return of(Measurement.class).stream().filter(each -> each.name().equals(name)).toList();
  }

  /** {@return all recorded events} */
  public List<OAuthEvent> all() {
    return List.copyOf(events);
  }

  @Override
  public void onToken(TokenEvent event) {
    events.add(event);
  }

  @Override
  public void onIncident(Incident incident) {
    events.add(incident);
  }

  @Override
  public void onMeasurement(Measurement measurement) {
    events.add(measurement);
  }
}
