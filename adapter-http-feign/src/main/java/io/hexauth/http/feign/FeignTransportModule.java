// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import com.google.inject.PrivateModule;
import com.google.inject.Singleton;
import io.hexauth.http.feign.transport.internal.FeignTransport;
import io.hexauth.http.feign.transport.internal.Proxy;
import io.hexauth.http.feign.transport.internal.TlsContexts;
import io.hexauth.http.feign.transport.internal.TransportClassPathCheck;
import io.hexauth.ports.spi.OAuthTransport;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Guice module with the transport to authorization servers. Modules with equal configurations are
 * equal, so installing one twice has no effect.
 *
 * <p>While the injector is created, a short-lived thread checks that requests can be sent with the
 * libraries on the class path. It also creates the {@link SSLContext}, unless the configuration
 * contains one. If one of these two steps fails, the injector is not created.
 *
 * <ul>
 *   <li>Requires: nothing.
 *   <li>Provides: {@link OAuthTransport}.
 * </ul>
 */
public final class FeignTransportModule extends PrivateModule {

  private final FeignTransportConfig config;

  /** Creates a module with {@link FeignTransportConfig#defaults()}. */
  public FeignTransportModule() {
    this(FeignTransportConfig.defaults());
  }

  /** Creates a module with this configuration. */
  public FeignTransportModule(FeignTransportConfig config) {
    this.config = config;
  }

  @Override
  protected void configure() {
    BackgroundCheck<TlsContexts> checked =
        BackgroundCheck.started(
            () -> {
              new TransportClassPathCheck();
              return TlsContexts.of(config.sslContext(), config.trustManager());
            });
    bind(TlsContexts.class).toProvider(checked::get).asEagerSingleton();
    bind(OAuthTransport.class)
        .toProvider(() -> FeignTransport.create(config.connectTimeout(), checked.get(), proxy()))
        .in(Singleton.class);
    expose(OAuthTransport.class);
  }

  private Optional<Proxy> proxy() {
    return config
        .proxy()
        .map(
            proxy ->
                new Proxy(
                    proxy.host(),
                    proxy.port(),
                    config.proxyEnforcesReach(),
                    proxy.credentials().map(supplier -> () -> supplier.get().authorization())));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeignTransportModule that && config.equals(that.config);
  }

  @Override
  public int hashCode() {
    return FeignTransportModule.class.hashCode();
  }
}
