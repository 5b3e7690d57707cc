// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.smallest;

import com.google.inject.Guice;
import feign.Feign;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientBinder;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.http.feign.FeignTransportModule;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClients;

/** Calls one API with the service's own token. */
public final class BillingClient {

  private BillingClient() {}

  /** {@return a client of the API that adds a valid token to every call} */
  public static Billing billing(String issuer, String secret, String url) {
    // spotless:off  (a test counts these lines)
    // tag::smallest[]
    var billing = ClientRegistration.builder("billing").discover(issuer)
        .allowPlainHttpOnLoopback()   // only for trying it out; remove this line for a real server
        .clientCredentials().clientSecretBasic("billing-service", () -> secret)
        .scopes("read").build();
    var injector = Guice.createInjector(
        new OAuthClientModule(), new FeignTransportModule(), new InMemoryModule(),
        binder -> OAuthClientBinder.of(binder).registration(billing));
    var client = injector.getInstance(OAuthClients.class).get("billing");
    return Feign.builder().addCapability(OAuthFeign.of(client)).target(Billing.class, url);
    // end::smallest[]
    // spotless:on
  }
}
