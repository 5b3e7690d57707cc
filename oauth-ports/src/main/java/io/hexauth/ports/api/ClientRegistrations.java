// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;

/**
 * Source of registrations from an application's own database, for tenants that are added and
 * removed at run time. It is used for ids that no module has bound. It cannot replace a bound
 * registration.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation on one of its own threads: when an id is used for the first
 * time, and again when the answer is older than the configured staleness. Concurrent uses share one
 * call. Callers, including those of {@code tokenAsync} and similar methods, wait for it, at most
 * for the caller timeout, so it should return quickly. If it throws, the last answer stays in use.
 * Implementations must be safe for use by multiple threads. Bind one with {@code
 * OAuthClientBinder.bindClientRegistrations}.
 *
 * <p>Never give an id to another tenant, because grants are stored under the id. The last segment
 * of the path of a redirect URI must be the id, such as {@code https://app.example/callback/acme},
 * and a callback must say the path at which it arrived. This distinguishes callbacks of different
 * tenants, whatever servers they name (RFC 9700 §4.4.2).
 *
 * <p>Requests for such a registration are sent to public addresses only, so that a tenant cannot
 * name a machine in the application's network. If a tenant's server has another address, call
 * {@code allowPrivateEndpoints} on the builder, with an origin that the application has chosen.
 * Plain HTTP also needs {@code allowPlainHttpOnLoopback} or {@code allowPlainHttp}.
 */
@FunctionalInterface
public interface ClientRegistrations {

  /**
   * Looks up a registration.
   *
   * @return the registration with this id; empty if there is none. If a registration was removed,
   *     it cannot be used on this node any more after the staleness
   */
  Optional<RevisedRegistration> find(ClientRegistrationId id);
}
