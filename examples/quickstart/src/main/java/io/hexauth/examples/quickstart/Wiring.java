// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import com.google.inject.Guice;
import com.google.inject.Module;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.ports.api.OAuthClients;
import java.util.function.Consumer;

/** Modules that every system installs. Each system adds its own parts with the binder. */
final class Wiring {

  private Wiring() {}

  static OAuthClients clients(Consumer<OAuthClientBinder> contribution) {
    Module application = binder -> contribution.accept(OAuthClientBinder.of(binder));
    return Guice.createInjector(
            new OAuthClientModule(), new FeignTransportModule(), new InMemoryModule(), application)
        .getInstance(OAuthClients.class);
  }
}
