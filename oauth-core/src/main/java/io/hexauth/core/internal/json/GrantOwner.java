// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;

/**
 * Whose grant a document is: sealed in it, so that whoever finds it without being asked for it, the
 * sweeper, knows whom to refresh it for.
 *
 * @param registration at which client
 * @param principal for whom
 */
public record GrantOwner(ClientRegistrationId registration, Principal principal) {

  /**
   * The principal of a document.
   *
   * @throws IllegalArgumentException if a tenant stands there without a name
   */
  static Principal principal(String tenant, String name) {
    return tenant.isEmpty() && name.isEmpty() ? Principal.self() : new Principal(tenant, name);
  }
}
