// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.registration.Principal;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Session of one browser, in memory and identified by Jetty's session cookie. Safe for use by
 * multiple threads, because a browser sends requests at the same time.
 */
final class Visit {

  private static final String ATTRIBUTE = Visit.class.getName();

  private final @Nullable Principal user;
  private final UserAgentBinding userAgent = UserAgentBinding.random();
  private final String csrfToken = UserAgentBinding.random().value();
  private final Map<String, StepUp> stepUps = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Notice> notice = new AtomicReference<>();

  /**
   * A demand of an API that exceeds the user's consent. {@code path} is the page to show after the
   * step-up.
   */
  record StepUp(AuthorizationDemand demand, String path) {}

  private Visit(@Nullable Principal user) {
    this.user = user;
  }

  /** {@return the visit of a request; a new one without a user if the browser has none} */
  static Visit of(Context request) {
    return find(request).orElseGet(() -> begin(request, null));
  }

  static Optional<Visit> find(Context request) {
    return Optional.ofNullable(request.sessionAttribute(ATTRIBUTE));
  }

  /**
   * Begins a new session with a new id, so that an id that an attacker knew before the sign-in is
   * useless.
   */
  static Visit begin(Context request, @Nullable Principal user) {
    end(request);
    var visit = new Visit(user);
    request.sessionAttribute(ATTRIBUTE, visit);
    return visit;
  }

  static void end(Context request) {
    HttpSession session = request.req().getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  Optional<Principal> user() {
    return Optional.ofNullable(user);
  }

  /** {@return the signed-in user, on a page that {@link Guard} shows to users only} */
  Principal signedIn() {
    return user().orElseThrow();
  }

  /**
   * {@return the secret value that binds an authorization to this session; it never leaves the
   * server}
   */
  UserAgentBinding userAgent() {
    return userAgent;
  }

  String csrfToken() {
    return csrfToken;
  }

  boolean hasCsrfToken(@Nullable String presented) {
    return presented != null
        && MessageDigest.isEqual(
            presented.getBytes(StandardCharsets.UTF_8), csrfToken.getBytes(StandardCharsets.UTF_8));
  }

  void expect(String provider, StepUp stepUp) {
    stepUps.put(provider, stepUp);
  }

  Optional<StepUp> stepUp(String provider) {
    return Optional.ofNullable(stepUps.get(provider));
  }

  Optional<StepUp> takeStepUp(String provider) {
    return Optional.ofNullable(stepUps.remove(provider));
  }

  /** Shows a message on the next page. */
  void tell(Notice next) {
    notice.set(next);
  }

  Optional<Notice> takeNotice() {
    return Optional.ofNullable(notice.getAndSet(null));
  }
}
