// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configuration as text, for the prefix {@code oauth.acme}. It starts with the smallest valid
 * configuration.
 */
final class Config {

  static final String PREFIX = "oauth.acme";

  private final Map<String, String> texts = new LinkedHashMap<>();

  private Config() {}

  static Config clientCredentials() {
    return new Config()
        .with("grant", "client_credentials")
        .with("client-id", "shop")
        .with("client-secret", "s3cret")
        .with("token-endpoint", "https://login.example/token");
  }

  static Config authorizationCode() {
    return clientCredentials()
        .with("grant", "authorization_code")
        .with("authorization-endpoint", "https://login.example/authorize")
        .with("redirect-uri", "https://shop.example/callback");
  }

  Config with(String key, String text) {
    texts.put(PREFIX + "." + key, text);
    return this;
  }

  Config without(String key) {
    texts.remove(PREFIX + "." + key);
    return this;
  }

  String text(String key) {
    return texts.get(key);
  }

  ClientRegistration read() {
    return RegistrationConfig.read(PREFIX, this::text);
  }
}
