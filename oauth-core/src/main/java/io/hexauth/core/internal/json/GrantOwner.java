// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Principal;

/**
 * Owner of a grant, encrypted in its document. With it, maintenance finds the principals of listed
 * documents.
 *
 * @param registration the registration of the grant
 * @param principal the owner of the grant
 */
public record GrantOwner(ClientRegistrationId registration, Principal principal) {

  /**
   * {@return the principal of a document}
   *
   * @throws IllegalArgumentException if the document has a tenant without a name
   */
  static Principal principal(String tenant, String name) {
    return tenant.isEmpty() && name.isEmpty() ? Principal.self() : new Principal(tenant, name);
  }
}
