// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client;

import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthSession;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A session that hands out what the test says, and counts how often it was asked. */
final class FakeSession implements OAuthSession {

  static final String TOKEN = "canary-access-token-4711";

  final AtomicInteger asked = new AtomicInteger();
  private final ClientRegistration registration;
  private final Supplier<OAuthToken> token;

  FakeSession(ClientRegistration registration) {
    this(registration, () -> OAuthToken.builder(TOKEN).build());
  }

  FakeSession(ClientRegistration registration, Supplier<OAuthToken> token) {
    this.registration = registration;
    this.token = token;
  }

  /** A registration that allows plain HTTP to loopback. */
  static ClientRegistration.Builder local() {
    return ClientRegistration.builder("billing")
        .clientCredentials()
        .tokenEndpoint("https://as.example/token")
        .clientSecretBasic("id", () -> "secret")
        .allowPlainHttpOnLoopback();
  }

  @Override
  public ClientRegistration registration() {
    return registration;
  }

  @Override
  public OAuthToken token() {
    asked.incrementAndGet();
    return token.get();
  }

  @Override
  public Principal principal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<OAuthToken> current() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isTokenExpired() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken refreshToken() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken refreshToken(OAuthToken rejected) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken fetchToken() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean revokeToken() {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken adopt(OAuthToken mine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthToken replace(OAuthToken mine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthSession forAccess(AccessRequest access) {
    throw new UnsupportedOperationException();
  }
}
