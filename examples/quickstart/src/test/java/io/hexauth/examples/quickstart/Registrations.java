// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.DemoClient;
import io.hexauth.examples.quickstart.HttpCcg.OAuthScope;
import java.util.List;

/** Registrations of three of the documents, which a test can change. */
final class Registrations {

  private final DemoAuthorizationServer server;

  Registrations(DemoAuthorizationServer server) {
    this.server = server;
  }

  ClientRegistration.Builder acg() {
    DemoClient demo = DemoClient.HTTP_ACG;
    return ClientRegistration.builder("acg")
        .authorizationCode()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret)
        .redirectUri(demo.redirectUri().orElseThrow().toString());
  }

  ClientRegistration.Builder ropcg() {
    DemoClient demo = DemoClient.HTTP_ROPCG;
    return ClientRegistration.builder("ropcg")
        .password()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret);
  }

  ClientRegistration.Builder ccg() {
    DemoClient demo = DemoClient.HTTP_CCG;
    return ClientRegistration.builder("ccg")
        .clientCredentials()
        .allowPlainHttpOnLoopback()
        .discover(server.issuer().toString())
        .clientSecretBasic(demo.clientId(), demo::clientSecret)
        .scopes(List.of(OAuthScope.values()));
  }
}
