// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.concurrent.Running;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The one way to a store or a cipher: each failure is typed and names the service, and a caller who
 * waits too long for it is told which service that was.
 */
record Guard(ClientRegistrationId registration) {

  /**
   * Asks a service, on a thread of ours.
   *
   * @throws OAuthException if the service fails
   */
  <T> T ask(Service service, Supplier<T> step) {
    try {
      return Running.waitingFor(service, step);
    } catch (ServiceUnavailableException e) {
      throw e.toldFor(registration);
    } catch (UnreadableRecordException e) {
      throw e.toldFor(registration);
    } catch (OAuthException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ServiceUnavailableException(
          registration, service, "it did not answer", true, Optional.empty(), e);
    }
  }
}
