// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TlsIdentity;
import io.hexauth.ports.spi.TransportResult.Failure;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts of connections. All connections without a client certificate of their request share
 * one context. Each other connection has its own context with its own session cache, so no
 * connection resumes a TLS session of another client certificate.
 */
public final class TlsContexts {

  private final SSLContext shared;
  private final boolean trustIsKnown;
  private final Optional<X509TrustManager> trust;

  private TlsContexts(SSLContext shared, boolean trustIsKnown, Optional<X509TrustManager> trust) {
    this.shared = shared;
    this.trustIsKnown = trustIsKnown;
    this.trust = trust;
  }

  /**
   * Returns the contexts for the settings of an application.
   *
   * @param given the context for connections without a client certificate of their request; if
   *     empty, a context with the trust of {@code trust}
   * @param trust the trust for connections with a client certificate of their request. If empty,
   *     the JDK's trust store, but only if {@code given} is empty too, because the trust of a
   *     context cannot be read
   * @return the contexts
   * @throws IllegalStateException if the JDK's default context cannot be created
   */
  public static TlsContexts of(Optional<SSLContext> given, Optional<X509TrustManager> trust) {
    try {
      SSLContext shared =
          given.isPresent()
              ? given.get()
              : trust.isPresent() ? context(null, trust) : SSLContext.getDefault();
      return new TlsContexts(shared, given.isEmpty() || trust.isPresent(), trust);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK's default SSLContext cannot be created", e);
    }
  }

  /** {@return the context for one connection} */
  SSLContext of(Optional<TlsIdentity> identity) throws ExchangeFailure {
    if (identity.isEmpty()) {
      return shared;
    }
    if (!trustIsKnown) {
      throw failure("set withTrustManager(...) in addition to withSslContext(...)");
    }
    try {
      return context(new KeyManager[] {IdentityKeys.of(identity.get())}, trust);
    } catch (GeneralSecurityException | RuntimeException | Error e) {
      // The identity is code of the application.
      throw failure(e.getClass().getName());
    }
  }

  private static SSLContext context(KeyManager @Nullable [] keys, Optional<X509TrustManager> trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.isPresent() ? new TrustManager[] {trust.get()} : null, null);
    return context;
  }

  private static ExchangeFailure failure(String problem) {
    return new ExchangeFailure(
        Failure.TLS, "the client certificate cannot be used: " + problem, false, null);
  }
}
