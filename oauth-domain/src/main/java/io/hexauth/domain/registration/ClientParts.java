// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.function.Supplier;

/** Builder methods about the client's id and its authentication (RFC 6749 §2.3). */
abstract sealed class ClientParts extends AccessParts permits ClientRegistration.Builder {

  ClientParts() {}

  /** Authenticates with HTTP Basic; the secret is asked for each request. */
  public ClientRegistration.Builder clientSecretBasic(String clientId, Supplier<String> secret) {
    draft().basic(clientId, secret, ClientAuthentication.CredentialEncoding.FORM);
    return builder();
  }

  /** As {@link #clientSecretBasic}, for servers that do not form-urldecode id and secret. */
  public ClientRegistration.Builder clientSecretBasicRaw(String clientId, Supplier<String> secret) {
    draft().basic(clientId, secret, ClientAuthentication.CredentialEncoding.RAW);
    return builder();
  }

  /** Authenticates with form parameters; the secret is asked for each request. */
  public ClientRegistration.Builder clientSecretPost(String clientId, Supplier<String> secret) {
    draft()
        .client(
            clientId,
            new ClientAuthentication.ClientSecretPost(() -> ClientSecret.supplied(secret.get())));
    return builder();
  }

  /** A public client, which has no secret. */
  public ClientRegistration.Builder publicClient(String clientId) {
    draft().client(clientId, new ClientAuthentication.None());
    return builder();
  }
}
