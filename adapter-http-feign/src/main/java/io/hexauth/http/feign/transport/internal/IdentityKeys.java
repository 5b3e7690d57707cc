// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TlsIdentity;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Key manager that offers one client certificate to every server that asks for one. The authorities
 * that the server lists are ignored, because the application has chosen the certificate for this
 * server. Unlike a key store, the class accepts keys that cannot be exported.
 */
final class IdentityKeys extends X509ExtendedKeyManager {

  private static final String ALIAS = "identity";

  private final PrivateKey key;
  private final X509Certificate[] chain;

  private IdentityKeys(PrivateKey key, X509Certificate[] chain) {
    this.key = key;
    this.chain = chain;
  }

  /**
   * Reads certificate and key of the identity once.
   *
   * @throws IllegalArgumentException if the identity has no certificate, because then none would be
   *     sent
   */
  static IdentityKeys of(TlsIdentity identity) {
    PrivateKey key = Objects.requireNonNull(identity.key(), "key");
    X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
    if (chain.length == 0) {
      throw new IllegalArgumentException("A TLS identity must have a certificate");
    }
    return new IdentityKeys(key, chain);
  }

  @Override
  public String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return ALIAS;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }
}
