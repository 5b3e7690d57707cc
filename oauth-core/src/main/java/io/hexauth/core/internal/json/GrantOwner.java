// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;

/**
 * Owner of a document's grant, sealed in it, so that a sweep, which finds documents by listing,
 * knows their principals.
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
