// SPDX-License-Identifier: Apache-2.0
package io.hexauth.consumer;

import com.google.inject.Guice;
import io.hexauth.config.RegistrationConfig;
import io.hexauth.config.StartReportModule;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.http.jdk.OAuthHttpClient;
import io.hexauth.metrics.micrometer.MicrometerMetricsModule;
import io.hexauth.ports.api.OAuthClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Registration from texts, calls with the client of the JDK, and meters. */
final class Adapters implements Application.Way {

  @Override
  public boolean works(String url) throws IOException, InterruptedException {
    Map<String, String> settings =
        Map.of(
            "oauth.billing.grant", "client_credentials",
            "oauth.billing.client-id", "billing-service",
            "oauth.billing.client-secret", "s3cret",
            "oauth.billing.token-endpoint", url + "/token",
            "oauth.billing.allow-plain-http-on-loopback", "true",
            "oauth.billing.resource-origins", url,
            "oauth.billing.scopes", "read");
    var meters = new SimpleMeterRegistry();
    var clients =
        Guice.createInjector(
                new OAuthClientModule(),
                new FeignTransportModule(),
                new InMemoryModule(),
                new StartReportModule(),
                new MicrometerMetricsModule(),
                binder -> {
                  binder.bind(MeterRegistry.class).toInstance(meters);
                  OAuthClientBinder.of(binder)
                      .registration(RegistrationConfig.read("oauth.billing", settings::get));
                })
            .getInstance(OAuthClients.class);
    var echo =
        HttpRequest.newBuilder(URI.create(url + "/echo"))
            .POST(BodyPublishers.ofString("tea"))
            .build();
    boolean echoed =
        OAuthHttpClient.of(HttpClient.newHttpClient(), clients.get("billing"))
            .send(echo, BodyHandlers.ofString())
            .body()
            .contains("tea");
    clients.close(); // waits until the meters have received all events
    return echoed && meters.get("oauth.token.requests").timer().count() >= 1;
  }
}
