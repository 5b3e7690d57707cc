// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;

/**
 * Registrations from an application's own database, for tenants that come and go at run time. Asked
 * for ids that no module has bound; a bound registration is never replaced.
 *
 * <h2>Implementing</h2>
 *
 * Called on a thread of Hexauth when an id is used for the first time, and again when its answer is
 * older than the configured staleness; concurrent uses share one call. Callers wait for it, also
 * those of {@code tokenAsync} and its siblings, but not longer than for the caller timeout; so it
 * should answer fast. While it throws, the last answer is used. Implementations must be safe for
 * use by multiple threads; bind one with {@code OAuthClientBinder.bindClientRegistrations}.
 *
 * <p>An id must never be given to another tenant: grants are stored under it. The redirect URI of a
 * registration must contain its id as a segment of the path or as the value of a parameter, so that
 * callbacks of different tenants are told apart, whatever servers they name (RFC 9700 §4.4.2).
 *
 * <p>Requests for such a registration are sent to public addresses only, so that a tenant cannot
 * name a machine of the application's network. Where a tenant's server has another address, call
 * {@code allowPrivateEndpoints} on the builder, with an origin that the application has chosen;
 * plain HTTP needs {@code allowPlainHttpOnLoopback} or {@code allowPlainHttp} as well.
 */
@FunctionalInterface
public interface ClientRegistrations {

  /**
   * Looks up a registration.
   *
   * @return the registration with this id; empty if there is none, or none any more: it can then no
   *     longer be used here within the staleness
   */
  Optional<RevisedRegistration> find(ClientRegistrationId id);
}
