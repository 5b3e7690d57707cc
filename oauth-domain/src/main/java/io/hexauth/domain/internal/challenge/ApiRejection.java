// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.domain.scope.Scopes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Answer of an API that does not accept the token of a request. Either another token of the same
 * grant may be accepted, or the API demands more than the grant has.
 *
 * @param demanded the demand of the API; empty if it rejected only the token
 * @param certain true if the API sent an error code; without one, the status can have another
 *     reason
 */
public record ApiRejection(Optional<Demanded> demanded, boolean certain) {

  /**
   * Demand of an API.
   *
   * @param reason the reason for the new consent
   * @param demand the requirements for a new authorization
   */
  public record Demanded(Reason reason, AuthorizationDemand demand) {}

  private static final String BEARER = "bearer";
  private static final Map<String, Reason> DEMANDS =
      Map.of(
          "insufficient_scope", Reason.INSUFFICIENT_SCOPE,
          "insufficient_user_authentication", Reason.INSUFFICIENT_USER_AUTHENTICATION);

  /**
   * Reads the answer of an API.
   *
   * <p>A demand can come with status 401 or 403. The token alone is rejected by status 401 with
   * {@code invalid_token}, or without an error code. Some APIs send no challenge, or a challenge of
   * another scheme; these are answers without an error code. Any other error, such as {@code
   * invalid_request}, does not concern the token.
   *
   * @param fields the values of all {@code WWW-Authenticate} headers
   * @return the rejection; empty if the answer does not concern the token
   */
  public static Optional<ApiRejection> of(int status, Collection<String> fields) {
    if (status != 401 && status != 403) {
      return Optional.empty();
    }
    List<Challenge> challenges =
        Challenge.parse(fields).stream().filter(c -> c.scheme().equals(BEARER)).toList();
    Optional<Demanded> demanded =
        challenges.stream().flatMap(c -> demanded(c).stream()).findFirst();
    if (demanded.isPresent()) {
      return Optional.of(new ApiRejection(demanded, true));
    }
    List<String> errors = challenges.stream().flatMap(c -> c.parameter("error").stream()).toList();
    boolean certain = errors.contains("invalid_token");
    return status == 401 && (certain || errors.isEmpty())
        ? Optional.of(new ApiRejection(Optional.empty(), certain))
        : Optional.empty();
  }

  private static Optional<Demanded> demanded(Challenge challenge) {
    return challenge
        .parameter("error")
        .flatMap(error -> Optional.ofNullable(DEMANDS.get(error)))
        .map(reason -> new Demanded(reason, demand(challenge)));
  }

  private static AuthorizationDemand demand(Challenge challenge) {
    AuthorizationDemand none = AuthorizationDemand.none();
    AuthorizationDemand scopes =
        with(none, challenge, "scope", (d, t) -> d.withScopes(Scopes.parse(t)));
    AuthorizationDemand acr =
        with(scopes, challenge, "acr_values", (d, t) -> d.withAcrValues(words(t)));
    return with(acr, challenge, "max_age", (d, t) -> d.withMaxAge(seconds(t)));
  }

  /**
   * Adds one parameter of a challenge to a demand. A malformed value is ignored, so that the rest
   * of the demand still applies.
   */
  private static AuthorizationDemand with(
      AuthorizationDemand demand,
      Challenge challenge,
      String name,
      BiFunction<AuthorizationDemand, String, AuthorizationDemand> reading) {
    try {
      return challenge.parameter(name).map(text -> reading.apply(demand, text)).orElse(demand);
    } catch (IllegalArgumentException malformed) {
      return demand;
    }
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Duration seconds(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("Not a number of seconds");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
