// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A client certificate with its private key, for TLS client authentication (RFC 8446 §4.4.2, RFC
 * 8705 §2).
 *
 * <h2>Implementing</h2>
 *
 * A transport asks for key and chain once for each connection, in this order and on the calling
 * thread, so a certificate can be replaced without a restart. Neither method may block. Both
 * results belong together: an implementation that replaces its certificate hands a new identity to
 * the next request. The key may be one that cannot be exported, as those of a hardware token are.
 * Implementations must be safe for use by multiple threads.
 */
public interface TlsIdentity {

  /** {@return the private key of the first certificate of {@link #chain()}} */
  PrivateKey key();

  /** {@return the certificates, the client's own first; never empty} */
  List<X509Certificate> chain();
}
