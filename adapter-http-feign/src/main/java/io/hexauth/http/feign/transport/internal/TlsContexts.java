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
 * Makes the TLS contexts of connections: one is shared by all that show no identity of their
 * request. Each other connection has its own, and with it its own cache of sessions, so no
 * connection resumes a session of another identity.
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
   * Contexts of an application.
   *
   * @param given for connections without an identity; if empty, a context that trusts as the others
   * @param trust for connections with an identity; if empty, the JDK's trust store, but only where
   *     no context is given: it does not tell whom it trusts
   * @return the contexts
   * @throws IllegalStateException if the JDK's default context cannot be made
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

  /** {@return the context of one connection} */
  SSLContext of(Optional<TlsIdentity> identity) throws ExchangeFailure {
    if (identity.isEmpty()) {
      return shared;
    }
    if (!trustIsKnown) {
      throw failure("set withTrustManager(...) in addition to withSslContext(...)");
    }
    try {
      return context(new KeyManager[] {IdentityKeys.of(identity.get())}, trust);
    } catch (GeneralSecurityException | RuntimeException | Error e) { // code of the application
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
