// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.ServiceUnavailableException.Service;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for failures of Redis. Messages contain no text of the server, because it may repeat
 * parts of a command.
 */
final class Failures {

  /**
   * Placeholder for the registration of a failed call: a store knows only hashes. Core replaces it
   * by the registration of the call. It remains at start-up, where the failure concerns all.
   */
  private static final ClientRegistrationId ALL = ClientRegistrationId.of("all registrations");

  /** Placeholder for the registration of a damaged hash. It remains in the log of a listing. */
  static final ClientRegistrationId UNKNOWN_REGISTRATION = ClientRegistrationId.of("unknown");

  static final Map<String, String> REFUSALS =
      Map.of(
          "READONLY", "the command was sent to a read-only replica",
          "OOM", "Redis is out of memory",
          "BUSY", "Redis is busy with a script of another client",
          "LOADING", "Redis is loading its data",
          "MASTERDOWN", "the replica has lost its master",
          "CLUSTERDOWN", "the cluster does not serve all slots",
          "TRYAGAIN", "the slot is moving to another node",
          "MOVED", "the slot has moved to another node",
          "MISCONF", "Redis cannot write its snapshot and refuses writes",
          "NOREPLICAS", "Redis has too few replicas and refuses writes");

  static final Map<String, String> FORBIDDEN =
      Map.of(
          "NOAUTH", "Redis requires a password",
          "WRONGPASS", "Redis rejects the password",
          "NOPERM", "the Redis user lacks a permission",
          // Message of Redis 6 and 7.0 if a script lacks a permission.
          "The user executing the script can't", "the Redis user lacks a permission");

  private Failures() {}

  static OAuthException of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof OAuthException known) {
      return known;
    }
    for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
      if (deeper instanceof RedisCommandExecutionException) {
        return refused(String.valueOf(deeper.getMessage()));
      }
    }
    // The client has its own timeout, which may be shorter.
    return cause instanceof TimeoutException || cause instanceof RedisCommandTimeoutException
        ? unavailable("it did not answer in time", cause)
        : unavailable("it cannot be reached, or closed the connection", cause);
  }

  static boolean isReadOnly(Throwable thrown) {
    return says(String.valueOf(unwrapped(thrown).getMessage()), "READONLY");
  }

  /**
   * {@return true if Lettuce did not send the command, because it has no connection at the moment}
   */
  static boolean isRejected(Throwable thrown) {
    return String.valueOf(unwrapped(thrown).getMessage()).endsWith("Commands are rejected.");
  }

  static OAuthException closed() {
    return new ServiceUnavailableException(
        ALL, Service.STORE, "it was closed", false, Optional.empty(), null);
  }

  static OAuthException interrupted() {
    return unavailable("the waiting thread was interrupted", null);
  }

  static OAuthException noThread(Error cause) {
    return unavailable("no thread is available to open the connection", cause);
  }

  private static OAuthException refused(String message) {
    if (says(message, "WRONGTYPE")) {
      return new UnreadableRecordException(UNKNOWN_REGISTRATION, 0, "", "its key is not a hash");
    }
    return named(message, FORBIDDEN)
        .map(
            problem ->
                new ServiceUnavailableException(
                    ALL, Service.STORE, problem, false, Optional.empty(), null))
        .orElseGet(
            () -> unavailable(named(message, REFUSALS).orElse("Redis refused the command"), null));
  }

  private static Optional<String> named(String message, Map<String, String> problems) {
    return problems.entrySet().stream()
        .filter(problem -> says(message, problem.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * {@return true if the message has this error code: at its start, or after the prefix that Redis
   * adds if a script was refused}
   */
  private static boolean says(String message, String code) {
    return message.startsWith(code + " ")
        || message.startsWith("ERR " + code + " ")
        || message.contains(": " + code + " ")
        || message.contains(": -" + code + " ");
  }

  private static ServiceUnavailableException unavailable(
      String problem, @Nullable Throwable cause) {
    return new ServiceUnavailableException(
        ALL, Service.STORE, problem, true, Optional.empty(), cause);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
