// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import java.util.Optional;

/**
 * Supplier of user names and passwords for the password grant (RFC 6749 §4.3). Hexauth calls it
 * each time it needs a password, and never stores passwords.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation on one of its own threads, before it sends a request.
 * Implementations must be safe for use by multiple threads. Bind them with {@code
 * OAuthClientBinder.bindResourceOwnerCredentials}.
 */
@FunctionalInterface
public interface ResourceOwnerCredentials {

  /**
   * {@return the user name and password of this principal; empty if they are not known, in which
   * case no token can be obtained}
   */
  Optional<ResourceOwner> find(Principal principal);
}
