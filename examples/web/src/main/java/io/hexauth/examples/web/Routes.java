// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.error.OAuthException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.plugin.bundled.RateLimitPlugin;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Set;

/** Routes of the application. */
final class Routes {

  private final Settings settings;
  private final Guard guard;
  private final SignIn signIn;
  private final Connections connections;
  private final ApiCalls apiCalls;
  private final Problems problems;

  @Inject
  Routes(
      Settings settings,
      Guard guard,
      SignIn signIn,
      Connections connections,
      ApiCalls apiCalls,
      Problems problems) {
    this.settings = settings;
    this.guard = guard;
    this.signIn = signIn;
    this.connections = connections;
    this.apiCalls = apiCalls;
    this.problems = problems;
  }

  void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.jetty.host = settings.get("host");
    config.jetty.port = Integer.parseInt(settings.get("port"));
    config.jetty.modifyServletContextHandler(
        context -> Guard.protect(context.getSessionHandler(), settings.isHttps()));
    config.http.maxRequestSize = 10_000;
    config.registerPlugin(new RateLimitPlugin(limits -> limits.setKeyFunction(Guard::limited)));
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/static";
          files.directory = "/static";
          files.location = Location.CLASSPATH;
          files.roles = Set.of(Access.EVERYBODY);
        });

    config
        .routes
        .before(guard::harden)
        .beforeMatched(guard::check)
        .get("/sign-in", signIn::form, Access.EVERYBODY)
        .post("/sign-in", signIn::signIn, Access.EVERYBODY)
        .post("/sign-out", signIn::signOut, Access.EVERYBODY)
        .get("/", connections::list)
        .post("/{provider}/connect", connections::connect)
        .get("/{provider}/callback", connections::finish)
        .post("/{provider}/disconnect", connections::disconnect)
        .get("/{provider}/calls/{call}", apiCalls::show)
        .post("/{provider}/step-up", apiCalls::stepUp)
        .exception(OAuthException.class, problems::oauth)
        .exception(IOException.class, problems::noAnswer)
        .exception(HttpResponseException.class, problems::http)
        .exception(Exception.class, problems::unexpected);
  }
}
