// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.function.Supplier;

/**
 * One way, and only one, in which a client authenticates (RFC 6749 §2.3: a client never uses two in
 * one request).
 *
 * <p>Secrets are suppliers, asked for each request, so that a rotated secret needs no restart. A
 * supplier must be safe for use by multiple threads.
 */
public sealed interface ClientAuthentication {

  /** {@return the method's registered name} */
  ClientAuthenticationMethod method();

  /**
   * HTTP Basic.
   *
   * @param secret asked for each request
   * @param encoding how id and secret are encoded before Base64
   */
  record ClientSecretBasic(Supplier<ClientSecret> secret, CredentialEncoding encoding)
      implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
    }

    @Override
    public String toString() {
      return "ClientSecretBasic[redacted]";
    }
  }

  /**
   * Id and secret as form parameters.
   *
   * @param secret asked for each request
   */
  record ClientSecretPost(Supplier<ClientSecret> secret) implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.CLIENT_SECRET_POST;
    }

    @Override
    public String toString() {
      return "ClientSecretPost[redacted]";
    }
  }

  /** A public client, which has no secret. */
  record None() implements ClientAuthentication {
    @Override
    public ClientAuthenticationMethod method() {
      return ClientAuthenticationMethod.NONE;
    }
  }

  /** How the two parts of Basic credentials are encoded before Base64. */
  enum CredentialEncoding {
    /** Form-urlencoded, as RFC 6749 §2.3.1 says. */
    FORM,
    /** As they are, in UTF-8, for servers that never read that section. */
    RAW
  }
}
