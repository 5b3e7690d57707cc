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
import org.jspecify.annotations.Nullable;

/**
 * Calls of stores and ciphers. Each failure is converted into an exception that names the service
 * and says whether the call timed out or failed. If a caller waits too long, its exception names
 * the service too.
 */
final class Guard {

  /** Limit on the causes that are looked at, because a chain of causes can be a cycle. */
  private static final int MOST_CAUSES = 20;

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
          registration, service, problem(e), true, Optional.empty(), e);
    }
  }

  /** Describes a failure without its message, which may contain a secret. */
  private static String problem(RuntimeException failure) {
    return isTimeout(failure)
        ? "it did not answer in time"
        : "the call failed with " + failure.getClass().getName() + "; see the causes";
  }

  /**
   * Returns true if a timeout is among the causes. The timeouts of the JDK, of drivers and of
   * clients have no common type, but their names end alike.
   */
  private static boolean isTimeout(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
      if (cause.getClass().getSimpleName().endsWith("TimeoutException")) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
