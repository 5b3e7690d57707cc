// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.error.ReauthorizationRequiredException.Reason;
import io.hexauth.ports.api.ConnectionStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Page with the user's connections. */
final class ConnectionsPage {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private ConnectionsPage() {}

  static String show(Visit visit, Map<Provider, ConnectionStatus> states) {
    Html cards =
        Html.join(
            states.entrySet().stream()
                .map(state -> card(visit, state.getKey(), afterDisconnect(state.getValue())))
                .toList());
    return Page.of(
        "Your connections",
        Optional.of(visit),
        Html.of(
            """
            <h1>Your connections</h1>
            <p>Connect an account, and this application may use it for you. You decide what it may
            do, and you can disconnect at any time.</p>
            <div class="cards">
            {}</div>
            """,
            cards));
  }

  /**
   * {@return the status to show} After disconnecting, a user should not read that the connection
   * has a problem.
   */
  private static ConnectionStatus afterDisconnect(ConnectionStatus status) {
    return status.reason().equals(Optional.of(Reason.REVOKED)) ? ConnectionStatus.absent() : status;
  }

  private static Html card(Visit visit, Provider provider, ConnectionStatus status) {
    return Html.of(
        """
        <section class="card" aria-labelledby="{}">
        <div class="title">
        <h2 id="{}">{}</h2>
        {}</div>
        {}</section>
        """,
        provider.id(),
        provider.id(),
        provider.name(),
        badge(status),
        switch (status.state()) {
          case CONNECTED -> connected(visit, provider, status);
          case CONSENT_NEEDED ->
              invitation(
                  visit,
                  provider,
                  "This connection does not work any more. Please allow it again.",
                  "Connect " + provider.name() + " again");
          case ABSENT ->
              invitation(
                  visit, provider, "Your account is not connected.", "Connect " + provider.name());
          case UNKNOWN -> Html.of("<p>We cannot look this up now. Please try again.</p>\n");
        });
  }

  private static Html badge(ConnectionStatus status) {
    return switch (status.state()) {
      case CONNECTED -> Html.of("<p class=\"badge good\">Connected</p>\n");
      case CONSENT_NEEDED -> Html.of("<p class=\"badge bad\">Consent needed</p>\n");
      case ABSENT -> Html.of("<p class=\"badge\">Not connected</p>\n");
      case UNKNOWN -> Html.of("<p class=\"badge bad\">Unknown</p>\n");
    };
  }

  private static Html connected(Visit visit, Provider provider, ConnectionStatus status) {
    return Html.of(
        """
        <dl>
        <dt>Permissions</dt>
        <dd>{}</dd>
        <dt>Access token</dt>
        <dd>{}</dd>
        <dt>After that</dt>
        <dd>{}</dd>
        </dl>
        <div class="actions">
        {}{}</div>
        """,
        AnswerPage.scopes(status.scopes()),
        status.expiresAt().map(ConnectionsPage::until).orElse(Html.of("has no expiry")),
        status.isRefreshable() ? "renewed without you" : "you have to connect again",
        Html.join(
            provider.calls().keySet().stream()
                .map(call -> AnswerPage.link(provider, call))
                .toList()),
        Page.button(
            visit, "/" + provider.id() + "/disconnect", "Disconnect " + provider.name(), "danger"));
  }

  private static Html until(Instant end) {
    return Html.of("expires <time datetime=\"{}\">{}</time>", end, TIME.format(end));
  }

  private static Html invitation(Visit visit, Provider provider, String text, String label) {
    return Html.of(
        """
        <p>{}</p>
        <div class="actions">
        {}</div>
        """,
        text,
        Page.button(visit, "/" + provider.id() + "/connect", label, ""));
  }
}
