// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import java.util.Optional;

/** Frame of every page. */
final class Page {

  /** Name of the form field with the token that proves that this application made the form. */
  static final String CSRF = "csrf";

  private Page() {}

  static String of(String title, Optional<Visit> visit, Html body) {
    Optional<Notice> notice = visit.flatMap(Visit::takeNotice);
    return Html.of(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{}{} – Connect your account</title>
            <link rel="stylesheet" href="/static/style.css">
            <link rel="icon" href="/static/icon.svg">
            </head>
            <body>
            <a class="skip" href="#main">Skip to content</a>
            <header>
            <p class="brand"><img src="/static/icon.svg" alt="" width="28" height="28">
            Connect your account</p>
            {}</header>
            <main id="main" tabindex="-1">
            {}{}</main>
            </body>
            </html>
            """,
            notice.map(told -> told.text() + " ").orElse(""),
            title,
            visit.filter(known -> known.user().isPresent()).map(Page::signOut).orElse(Html.EMPTY),
            notice.map(Page::message).orElse(Html.EMPTY),
            body)
        .toString();
  }

  private static Html signOut(Visit visit) {
    return Html.of(
        """
        <p>Signed in as <strong>{}</strong></p>
        {}
        """,
        visit.signedIn().name(),
        button(visit, "/sign-out", "Sign out", "quiet"));
  }

  private static Html message(Notice notice) {
    return switch (notice.kind()) {
      case DONE -> Html.of("<p class=\"notice done\" role=\"status\">{}</p>\n", notice.text());
      case PROBLEM -> Html.of("<p class=\"notice problem\" role=\"alert\">{}</p>\n", notice.text());
    };
  }

  /**
   * {@return a form with only a button, for a POST with a token} Every action that changes
   * something uses it.
   */
  static Html button(Visit visit, String action, String label, String style) {
    return Html.of(
        """
        <form method="post" action="{}">
        {}<button class="{}">{}</button>
        </form>
        """,
        action,
        csrf(visit),
        style,
        label);
  }

  static Html csrf(Visit visit) {
    return Html.of("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", CSRF, visit.csrfToken());
  }
}
