// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.storage;

import io.hexauth.core.internal.concurrent.Running;
import io.hexauth.core.internal.events.RegistrationEvents;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls of stores and ciphers. Each failure is converted into an exception that names the service.
 * If a caller waits too long, its exception names the service too.
 */
final class Guard {

  private final RegistrationEvents events;
  private final boolean isTold;

  Guard(RegistrationEvents events) {
    this(events, true);
  }

  private Guard(RegistrationEvents events, boolean isTold) {
    this.events = events;
    this.isTold = isTold;
  }

  /** {@return a guard that informs no listener, because the registration is not known} */
  static Guard untold(RegistrationEvents events) {
    return new Guard(events, false);
  }

  /** {@return true if listeners are informed about each call of the store} */
  boolean isTold() {
    return isTold;
  }

  /**
   * Calls a cipher, on a thread of Hexauth.
   *
   * @throws OAuthException if the call fails
   */
  <T> T cipher(Supplier<T> step) {
    return ask(Service.CIPHER, step);
  }

  /**
   * Calls a store, on a thread of Hexauth, and informs listeners.
   *
   * @param step the name of the step
   * @param call the call
   * @return the result of the call
   * @throws OAuthException if the call fails
   */
  <T> T store(String step, Supplier<T> call) {
    long begun = events.begin();
    try {
      T result = ask(Service.STORE, call);
      boolean refused = Boolean.FALSE.equals(result) || Optional.empty().equals(result);
      tell(step, refused ? "refused" : "done", begun);
      return result;
    } catch (OAuthException e) {
      tell(step, "failed", begun);
      throw e;
    }
  }

  /** Informs listeners about a step. */
  void tell(String step, String outcome, long begun) {
    if (isTold && events.areHeard()) {
      events.measured("oauth.store.calls", begun, Map.of("step", step, "outcome", outcome));
    }
  }

  private <T> T ask(Service service, Supplier<T> step) {
    ClientRegistrationId registration = events.registration();
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
