// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Set;

/** Every client of an application. Safe for use by multiple threads. */
public interface OAuthClients extends AutoCloseable {

  /**
   * The client of a registration.
   *
   * @return always the same instance for the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   */
  OAuthClient get(ClientRegistrationId id);

  /**
   * The client of a registration.
   *
   * @return always the same instance for the same id
   * @throws io.hexauth.domain.error.UnknownRegistrationException if no registration has this id
   * @throws IllegalArgumentException if the text is not a registration id
   */
  OAuthClient get(String id);

  /** {@return the ids of all registrations, in an unmodifiable set} */
  Set<ClientRegistrationId> ids();

  /**
   * Ends it all in order: from now on nothing is asked for any more, and what is under way is
   * waited for: first requests, then providers of the application, then what is announced, each for
   * at most the configured drain timeout. What remains then is interrupted, and so is everything if
   * the calling thread is interrupted. Valid tokens are still handed out. Calling it again does
   * nothing.
   */
  @Override
  void close();
}
