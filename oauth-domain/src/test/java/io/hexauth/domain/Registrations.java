// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain;

import io.hexauth.domain.registration.ClientRegistration;

/** Registrations with which tests start. */
public final class Registrations {

  public static final String SECRET = "s3cr3t-of-the-client";

  private Registrations() {}

  public static ClientRegistration.Builder code() {
    return ClientRegistration.builder("shop")
        .authorizationCode()
        .clientSecretBasic("client-1", () -> SECRET)
        .authorizationEndpoint("https://as.example/authorize")
        .tokenEndpoint("https://as.example/token")
        .redirectUri("https://app.example/cb");
  }

  public static ClientRegistration.Builder machine() {
    return ClientRegistration.builder("billing")
        .clientCredentials()
        .clientSecretBasic("client-1", () -> SECRET)
        .tokenEndpoint("https://as.example/token");
  }
}
