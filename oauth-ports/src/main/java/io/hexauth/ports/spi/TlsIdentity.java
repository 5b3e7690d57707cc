// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Client certificate with its private key, for TLS client authentication (RFC 8446 §4.4.2, RFC 8705
 * §2).
 *
 * <h2>Implementing</h2>
 *
 * <p>A transport calls {@link #key()} and then {@link #chain()} once for each connection, on the
 * calling thread. So a certificate can be replaced without a restart. Neither method may block.
 * Both results must belong together: to replace the certificate, pass a new identity to the next
 * request. The key may be one that cannot be exported, for example from a hardware token.
 * Implementations must be safe for use by multiple threads.
 */
public interface TlsIdentity {

  /** {@return the private key of the first certificate of {@link #chain()}} */
  PrivateKey key();

  /** {@return the certificates, beginning with the client's own; never empty} */
  List<X509Certificate> chain();
}
