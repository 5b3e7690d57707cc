// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.core.internal.storage.PendingAuthorizations;
import io.hexauth.core.internal.storage.PendingAuthorizationsFactory;
import io.hexauth.domain.authorization.AuthorizationCallback;
import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.InvalidCallbackException.Reason;
import io.hexauth.domain.internal.authorization.CallbackCheck;
import io.hexauth.domain.internal.authorization.PendingAuthorization;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;
import java.util.function.Function;

/**
 * Callbacks of all registrations at one redirect URI. The state identifies the registration, whose
 * client then makes all other checks.
 */
final class SharedCallbacks {

  private final PendingAuthorizations pending;
  private final Function<ClientRegistrationId, Optional<DefaultOAuthClient>> clients;

  SharedCallbacks(
      PendingAuthorizationsFactory pending,
      Function<ClientRegistrationId, Optional<DefaultOAuthClient>> clients) {
    this.pending = pending.ofAll();
    this.clients = clients;
  }

  DefaultOAuthSession finish(AuthorizationCallback callback, UserAgentBinding userAgent) {
    ClientRegistrationId unknown = InvalidCallbackException.UNKNOWN_REGISTRATION;
    State state = CallbackCheck.state(unknown, callback);
    PendingAuthorization taken =
        pending
            .take(state, userAgent.hash())
            .orElseThrow(() -> new InvalidCallbackException(unknown, Reason.STATE_UNKNOWN));
    Optional<DefaultOAuthClient> client =
        clients.apply(taken.registration()).filter(DefaultOAuthClient::hasCallbacks);
    if (client.isEmpty()) {
      // Another application, or another version of this one, may have the registration.
      pending.putBack(state, taken);
      throw new InvalidCallbackException(taken.registration(), Reason.OTHER_REGISTRATION);
    }
    return client.get().finish(callback, userAgent, state, taken);
  }
}
