// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.server;

import io.hexauth.core.internal.concurrent.TaskPools;
import io.hexauth.domain.registration.ClientRegistration;
import jakarta.inject.Inject;

/** Factory of the components that revoke tokens, with separate threads. */
public final class Revocations {

  private final TaskPools pools;

  @Inject
  Revocations(TaskPools pools) {
    this.pools = pools;
  }

  /** {@return the component for one registration} */
  public Revocation of(ClientRegistration registration, AuthorizationServer server) {
    return new Revocation(
        registration, server, pools.of(registration.endpoints().address()).revocations());
  }
}
