// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;

/**
 * Source of registrations in an application's own database, for tenants that are added and removed
 * at run time. Hexauth asks this source only for ids that no Guice module has bound. The source
 * cannot replace a bound registration.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation on one of its own threads. It calls when an id is used for
 * the first time, and again when the last result is older than {@code OAuthClientConfig.staleness}.
 * Concurrent uses of an id share one call. All callers of Hexauth, including those of {@code
 * tokenAsync} and similar methods, wait for the call, at most for the caller timeout. So the
 * implementation should return quickly. If it throws, Hexauth continues to use the last result.
 * Implementations must be safe for use by multiple threads. Bind one with {@code
 * OAuthClientBinder.bindClientRegistrations}.
 *
 * <p>Never reuse an id for another tenant, because grants are stored under the id. The last segment
 * of the path of a redirect URI must be the id, such as {@code https://app.example/callback/acme}.
 * The application must pass the path of each callback to Hexauth. The path distinguishes the
 * callbacks of different tenants, even if a tenant names the server of another tenant (RFC 9700
 * §4.4.2).
 *
 * <p>Hexauth sends requests for such a registration to public addresses only. So a tenant cannot
 * make Hexauth call a machine in the application's network. If a tenant's server has another
 * address, call {@code allowPrivateEndpoints} on the builder, with an origin that the application
 * has chosen. Plain HTTP also needs {@code allowPlainHttpOnLoopback} or {@code allowPlainHttp}.
 */
@FunctionalInterface
public interface ClientRegistrations {

  /**
   * Looks up a registration.
   *
   * @return the registration with this id; empty if there is none. After a registration was
   *     removed, a node can still use it until its last result is older than {@code
   *     OAuthClientConfig.staleness}
   */
  Optional<RevisedRegistration> find(ClientRegistrationId id);
}
