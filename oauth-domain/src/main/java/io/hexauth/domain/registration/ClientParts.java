// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.function.Supplier;

/** Builder methods for client id and client authentication (RFC 6749 §2.3). */
abstract sealed class ClientParts extends AccessParts permits ClientRegistration.Builder {

  ClientParts() {}

  /**
   * Sets client id and secret for HTTP Basic. The supplier of the secret is called for each
   * request.
   */
  public ClientRegistration.Builder clientSecretBasic(String clientId, Supplier<String> secret) {
    draft().basic(clientId, secret, ClientAuthentication.CredentialEncoding.FORM);
    return builder();
  }

  /**
   * Sets client id and secret like {@link #clientSecretBasic}, for servers that do not
   * form-urldecode them.
   */
  public ClientRegistration.Builder clientSecretBasicRaw(String clientId, Supplier<String> secret) {
    draft().basic(clientId, secret, ClientAuthentication.CredentialEncoding.RAW);
    return builder();
  }

  /**
   * Sets client id and secret for form parameters. The supplier of the secret is called for each
   * request.
   */
  public ClientRegistration.Builder clientSecretPost(String clientId, Supplier<String> secret) {
    draft()
        .client(
            clientId,
            new ClientAuthentication.ClientSecretPost(() -> ClientSecret.supplied(secret.get())));
    return builder();
  }

  /** Sets the client id of a public client, which has no secret. */
  public ClientRegistration.Builder publicClient(String clientId) {
    draft().client(clientId, new ClientAuthentication.None());
    return builder();
  }
}
