// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import com.google.inject.AbstractModule;
import io.hexauth.config.RegistrationConfig;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.core.OAuthHealth;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.metrics.micrometer.MicrometerMetricsModule;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Properties;

/** Guice module of the service: one registration from the settings, meters and health. */
final class ServiceModule extends AbstractModule {

  private final Properties settings;

  ServiceModule(Properties settings) {
    this.settings = settings;
  }

  @Override
  protected void configure() {
    install(new OAuthClientModule());
    install(new FeignTransportModule());
    install(new InMemoryModule()); // after a restart, a new token is requested
    install(new MicrometerMetricsModule());

    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bind(PrometheusMeterRegistry.class).toInstance(registry);
    bind(MeterRegistry.class).toInstance(registry);

    var health = new OAuthHealth();
    bind(OAuthHealth.class).toInstance(health);
    OAuthClientBinder.of(binder())
        .registration(RegistrationConfig.read("oauth.billing", settings::getProperty))
        .eventListener(health);
  }
}
