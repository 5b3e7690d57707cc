// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.error.InvalidCallbackException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Error pages. A page never shows the message of an exception, which only the log contains. */
final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @Inject
  Problems() {}

  void oauth(OAuthException failure, Context context) {
    LOG.info("{} {}: {}", context.method(), context.endpoint().path, failure.getMessage());
    if (failure instanceof ReauthorizationRequiredException) {
      Visit.of(context).tell(Notice.problem("Please connect your account first."));
      context.redirect("/", HttpStatus.SEE_OTHER);
    } else if (failure instanceof InvalidCallbackException) {
      show(
          context,
          HttpStatus.BAD_REQUEST,
          "That did not work",
          "The answer does not belong to a request of this browser, or it is too old. Please start"
              + " again.");
    } else if (failure instanceof ServiceUnavailableException e && e.isRetryable()) {
      show(context, HttpStatus.SERVICE_UNAVAILABLE, "Not now", "Please try again in a moment.");
    } else {
      show(
          context,
          HttpStatus.BAD_GATEWAY,
          "That did not work",
          "The connection could not be used. The log says why.");
    }
  }

  void noAnswer(IOException failure, Context context) {
    LOG.warn("The API did not answer", failure);
    show(context, HttpStatus.BAD_GATEWAY, "No answer", "The provider did not answer.");
  }

  void http(HttpResponseException failure, Context context) {
    var status = HttpStatus.forStatus(failure.getStatus());
    switch (status) {
      case NOT_FOUND -> show(context, status, "Not found", "There is no such page.");
      case FORBIDDEN ->
          show(
              context,
              status,
              "Please try again",
              "Your session has ended, or the form came from another site. Nothing was done.");
      case TOO_MANY_REQUESTS -> show(context, status, "Too fast", "Please wait for a minute.");
      default -> show(context, status, "That did not work", status.getMessage());
    }
  }

  void unexpected(Exception failure, Context context) {
    LOG.error("A request failed", failure);
    show(context, HttpStatus.INTERNAL_SERVER_ERROR, "That did not work", "The error is logged.");
  }

  private static void show(Context context, HttpStatus status, String title, String text) {
    Html body =
        Html.of(
            """
            <h1>{}</h1>
            <p>{}</p>
            <p><a class="button" href="/">Back to the connections</a></p>
            """,
            title,
            text);
    context.status(status).html(Page.of(title, Visit.find(context), body));
  }
}
