// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.authorization.AuthorizationRedirect;
import io.hexauth.domain.error.AuthorizationDemand;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.http.jdk.OAuthHttpClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls of the providers' APIs, and the step-up: a second consent if a call needs more scopes. */
final class ApiCalls {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Guard guard;
  private final OAuthClients clients;
  private final Providers providers;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  @Inject
  ApiCalls(Guard guard, OAuthClients clients, Providers providers) {
    this.guard = guard;
    this.clients = clients;
    this.providers = providers;
  }

  void show(Context context) throws IOException, InterruptedException {
    Visit visit = Visit.of(context);
    Provider provider = providers.of(context);
    String call = context.pathParam("call");
    HttpRequest request = HttpRequest.newBuilder(provider.call(call)).timeout(PATIENCE).build();
    // The user may have granted more than the registration requests: see stepUp.
    OAuthSession session = clients.get(provider.id()).session(visit.signedIn()).withGrantedAccess();
    try {
      HttpResponse<String> answer =
          OAuthHttpClient.of(http, session).send(request, BodyHandlers.ofString());
      context.html(AnswerPage.answer(visit, provider, call, answer));
    } catch (ReauthorizationRequiredException e) {
      AuthorizationDemand demand = e.demand().orElseThrow(() -> e);
      visit.expect(provider.id(), new Visit.StepUp(demand, context.path()));
      context
          .status(HttpStatus.FORBIDDEN)
          .html(AnswerPage.stepUp(visit, provider, call, demand.scopes()));
    }
  }

  /** Asks the user for the scopes that an API demands, and for those of earlier step-ups. */
  void stepUp(Context context) {
    guard.limit(context);
    Visit visit = Visit.of(context);
    Provider provider = providers.of(context);
    AuthorizationDemand demand =
        visit.stepUp(provider.id()).map(Visit.StepUp::demand).orElse(AuthorizationDemand.none());
    // The demand is text of the API: scopes that the registration does not list are refused here.
    AuthorizationRedirect consent =
        clients
            .get(provider.id())
            .startAuthorization(
                visit.signedIn(), visit.userAgent(), options -> options.satisfying(demand));
    context.redirect(consent.uri().toString(), HttpStatus.SEE_OTHER);
  }
}
