// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.ResourceOwner;
import java.util.Optional;

/**
 * Gives user names and passwords for the password grant, each time one is needed; they are never
 * stored.
 *
 * <h2>Implementing</h2>
 *
 * Called on a thread of Hexauth's before anything is sent. Implementations must be safe for use by
 * multiple threads; bind them with {@code OAuthClientBinder.bindResourceOwnerCredentials}.
 */
@FunctionalInterface
public interface ResourceOwnerCredentials {

  /**
   * {@return name and password of this principal; empty if they are not known, and then no token
   * can be fetched}
   */
  Optional<ResourceOwner> find(Principal principal);
}
