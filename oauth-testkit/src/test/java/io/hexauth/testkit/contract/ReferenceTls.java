// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TlsIdentity;
import io.hexauth.testkit.contract.ReferenceTransport.Flaw;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS of the reference transport, with a context for each connection. */
final class ReferenceTls {

  private static final char[] NONE = new char[0];

  private final Flaw flaw;
  private final Optional<X509TrustManager> trust;
  private final AtomicReference<@Nullable SSLContext> last = new AtomicReference<>();
  private final ConcurrentMap<TlsIdentity, SSLContext> asked = new ConcurrentHashMap<>();

  ReferenceTls(Flaw flaw, Optional<X509TrustManager> trust) {
    this.flaw = flaw;
    this.trust = trust;
  }

  SSLSocketFactory sockets(Optional<TlsIdentity> identity) {
    return context(identity.filter(i -> flaw != Flaw.SHOWS_NO_IDENTITY)).getSocketFactory();
  }

  private SSLContext context(Optional<TlsIdentity> identity) {
    SSLContext earlier = last.get();
    if (flaw == Flaw.SHOWS_AN_EARLIER_IDENTITY && earlier != null) {
      return earlier;
    }
    if (identity.isEmpty()) {
      return made(Optional.empty());
    }
    SSLContext made =
        flaw == Flaw.ASKS_THE_IDENTITY_ONCE
            ? asked.computeIfAbsent(identity.get(), i -> made(identity))
            : made(identity);
    last.set(made);
    return made;
  }

  private SSLContext made(Optional<TlsIdentity> identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.isPresent() ? keys(identity.get()) : new KeyManager[0],
          trust.isPresent() ? new TrustManager[] {trust.get()} : null,
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyManager[] keys(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("own", identity.key(), NONE, identity.chain().toArray(X509Certificate[]::new));
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, NONE);
    return keys.getKeyManagers();
  }
}
