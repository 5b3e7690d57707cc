// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import io.hexauth.core.internal.grant.StoreMaintenance;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.ports.api.Measurement;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.TokenEvent;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Listener for the health check of an application. It reports four problems: an authorization
 * server that does not answer, a store that does not answer, grants that need consent, and
 * refreshes that fail with an exception other than {@code ReauthorizationRequiredException}. For
 * each problem, one method returns a map, which is empty if there is no such problem.
 *
 * <pre>{@code
 * var health = new OAuthHealth();
 * OAuthClientBinder.of(binder).registration(billing).eventListener(health);
 * }</pre>
 *
 * <p>The listener evaluates the events of this node, and sends no requests itself. Safe for use by
 * multiple threads.
 */
public final class OAuthHealth implements OAuthEventListener {

  private final Map<ClientRegistrationId, Instant> unreachable = new ConcurrentHashMap<>();
  private final Map<ClientRegistrationId, Instant> down = new ConcurrentHashMap<>();
  private final Map<ClientRegistrationId, Instant> consents = new ConcurrentHashMap<>();
  private final Map<ClientRegistrationId, Instant> failing = new ConcurrentHashMap<>();

  /** Creates a listener that reports no problem yet. */
  public OAuthHealth() {}

  /**
   * {@return the registrations whose server does not answer, each with the time of the first
   * failure} The statuses 429 and 503 count as no answer.
   */
  public Map<ClientRegistrationId, Instant> serverUnreachable() {
    return Map.copyOf(unreachable);
  }

  /**
   * {@return the registrations for which the store does not answer, each with the time of the first
   * failure}
   */
  public Map<ClientRegistrationId, Instant> storeDown() {
    return Map.copyOf(down);
  }

  /**
   * {@return the registrations with a grant that needs consent, each with the time when such a
   * grant was last found} An entry remains until any user consents at this registration.
   */
  public Map<ClientRegistrationId, Instant> consentNeeded() {
    return Map.copyOf(consents);
  }

  /**
   * {@return the registrations whose refreshes fail, each with the time of the first failure since
   * the last success} Refreshes can fail although both the server and the store answer, for example
   * because of a wrong client secret. The log has the reason. A refresh that fails with {@code
   * ReauthorizationRequiredException} does not count.
   */
  public Map<ClientRegistrationId, Instant> refreshFailing() {
    return Map.copyOf(failing);
  }

  /**
   * Removes the entries of registrations that no longer exist. No event can remove them, because
   * nothing uses such a registration any more. If the application binds {@code
   * ClientRegistrations}, call this method before you read the maps. A later event of a
   * registration can add an entry again.
   *
   * @param isGone returns true for a registration that no longer exists. It also gets the
   *     registrations of Guice modules, but not the id {@code all registrations} of housekeeping
   */
  public void removeIf(Predicate<ClientRegistrationId> isGone) {
    Stream.of(unreachable, down, consents, failing)
        .forEach(
            entries ->
                entries
                    .keySet()
                    .removeIf(id -> !id.equals(StoreMaintenance.ALL) && isGone.test(id)));
  }

  @Override
  public void onToken(TokenEvent event) {
    if (event.cause() == TokenEvent.Cause.GRANTED) {
      consents.remove(event.registration());
    }
  }

  @Override
  public void onMeasurement(Measurement step) {
    String outcome = step.tag("outcome");
    switch (step.name()) {
      case "oauth.token.requests" -> {
        String type = step.tag("grant.type");
        boolean answered =
            outcome.equals("done")
                || outcome.endsWith("refused")
                || (type.equals("discovery") && isAnswer(step.tag("status")));
        // A failed code exchange proves no outage: a visitor can cause one with a forged callback.
        // A revocation proves nothing either, because it has a separate endpoint.
        boolean proves = answered || !type.equals("authorization_code");
        if (proves && !type.equals("revocation")) {
          note(unreachable, step, !answered);
        }
      }
      case "oauth.store.calls" -> note(down, step, outcome.equals("failed"));
      case "oauth.refreshes" -> {
        switch (outcome) {
          case "consent_needed" -> consents.put(step.registration(), step.time());
          case "refreshed", "adopted", "unstored" -> failing.remove(step.registration());
          case "no_grant" -> {}
          default -> failing.putIfAbsent(step.registration(), step.time());
        }
      }
      default -> {}
    }
  }

  /**
   * Returns true for a status of success or redirection. Such a status proves that the server
   * answers, even if its metadata is unusable.
   */
  private static boolean isAnswer(String status) {
    return status.matches("[23]..");
  }

  private static void note(
      Map<ClientRegistrationId, Instant> troubles, Measurement step, boolean bad) {
    if (bad) {
      troubles.putIfAbsent(step.registration(), step.time());
    } else {
      troubles.remove(step.registration());
    }
  }
}
