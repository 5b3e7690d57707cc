// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.plugin.bundled.RateLimitPlugin;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;

/** Protection of every request: headers, a check against forged forms, and the signed-in user. */
final class Guard {

  private static final int SESSION_SECONDS = 30 * 60;

  private final int attempts;

  @Inject
  Guard(Settings settings) {
    this.attempts = Integer.parseInt(settings.get("attempts-per-minute"));
  }

  /**
   * Configures the session cookie: scripts cannot read it, and other sites cannot send it with a
   * form.
   */
  static void protect(SessionHandler sessions, boolean https) {
    sessions.setHttpOnly(true);
    sessions.setSecureCookies(https);
    // STRICT is not possible: the provider's redirect to the callback comes from another site.
    sessions.setSameSite(HttpCookie.SameSite.LAX);
    sessions.setUsingUriParameters(false);
    sessions.setMaxInactiveInterval(SESSION_SECONDS);
    if (https) {
      sessions.setSessionCookie(
          "__Host-session"); // the prefix binds the cookie to this host and to all paths
    } else {
      sessions.setSessionCookie("web-session");
    }
  }

  /**
   * {@return the value by which requests are counted} This is the address of the connection. The
   * library's default reads it from a header, which the client can choose.
   */
  static String limited(Context context) {
    return context.ip() + " " + context.path();
  }

  /**
   * Refuses too many requests from one address, which could guess passwords or fill the memory with
   * states.
   */
  void limit(Context context) {
    context.with(RateLimitPlugin.class).requestPerTimeUnit(attempts, TimeUnit.MINUTES);
  }

  void harden(Context context) {
    context.res().setCharacterEncoding("UTF-8");
    // Without form-action, because browsers apply it to the redirect after a form: here to the
    // provider, and to any site where the provider lets its users sign in.
    context.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
            + " frame-ancestors 'none'");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer"); // the URL of a callback contains a code
    context.header("Cache-Control", "no-store");
  }

  void check(Context context) {
    boolean reads =
        context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.HEAD);
    if (!reads
        && Visit.find(context)
            .filter(visit -> visit.hasCsrfToken(context.formParam(Page.CSRF)))
            .isEmpty()) {
      throw new ForbiddenResponse();
    }
    boolean open = context.routeRoles().contains(Access.EVERYBODY);
    if (!open && Visit.find(context).flatMap(Visit::user).isEmpty()) {
      context.redirect("/sign-in", HttpStatus.SEE_OTHER);
      context.skipRemainingHandlers();
    }
  }
}
