// SPDX-License-Identifier: Apache-2.0
package io.hexauth.metrics.micrometer;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.multibindings.Multibinder;
import io.hexauth.ports.api.OAuthEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Guice module with Micrometer meters for token requests, refreshes, store calls, circuit breakers,
 * incidents and tokens. No tag contains a principal. Installing the module twice has the same
 * effect as once.
 *
 * <ul>
 *   <li>Requires: {@code MeterRegistry} of Micrometer, and {@link io.hexauth.ports.spi.OAuthClock},
 *       which {@code OAuthClientModule} provides.
 *   <li>Provides: an {@link OAuthEventListener}, in addition to those of {@code OAuthClientBinder}.
 * </ul>
 */
public final class MicrometerMetricsModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(MeterListener.class).in(Scopes.SINGLETON);
    Multibinder.newSetBinder(binder(), OAuthEventListener.class)
        .addBinding()
        .to(MeterListener.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MicrometerMetricsModule;
  }

  @Override
  public int hashCode() {
    return MicrometerMetricsModule.class.hashCode();
  }
}
