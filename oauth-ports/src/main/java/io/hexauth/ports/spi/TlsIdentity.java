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
 * calling thread. Neither method may block. The two results of one identity must always belong
 * together. To replace the certificate without a restart, use a new identity for the next request.
 * The private key need not be exportable, for example with a hardware token. Implementations must
 * be safe for use by multiple threads.
 */
public interface TlsIdentity {

  /** {@return the private key of the first certificate of {@link #chain()}} */
  PrivateKey key();

  /** {@return the certificates, beginning with the client's own; never empty} */
  List<X509Certificate> chain();
}
