// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** Pages for users: sign-in and consent. Both work without scripts. */
@RestController
class Pages {

  private static final String HTML = "text/html;charset=UTF-8";

  static final String LOGIN = "/login";
  static final String CONSENT = "/oauth2/consent";
  static final String DECISION = "decision";
  static final String APPROVE = "approve";

  private static final String STYLE =
      """
      body { margin: 0; background: #eef1f6; color: #1b2333;
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", sans-serif }
      main { max-width: 24rem; margin: 10vh auto; padding: 2rem; background: #fff;
        border-radius: .75rem; box-shadow: 0 1px 2px #1b233326, 0 8px 24px #1b23331a }
      h1 { margin: 0 0 1rem; font-size: 1.5rem }
      label { display: block; margin: 0 0 .75rem }
      input:not([type=checkbox]) { display: block; box-sizing: border-box; width: 100%;
        padding: .5rem .75rem; font: inherit; border: 1px solid #66708a; border-radius: .375rem }
      button { width: 100%; margin-top: .5rem; padding: .6rem 1rem; font: inherit;
        font-weight: 600; color: #fff; background: #1b4fd1; border: 1px solid #1b4fd1;
        border-radius: .375rem; cursor: pointer }
      form + form button { color: #1b2333; background: #fff; border-color: #66708a }
      :focus-visible { outline: 3px solid #1b4fd1; outline-offset: 2px }
      [role=alert] { padding: .5rem .75rem; color: #8a1420; background: #fdecee;
        border-radius: .375rem }
      """;

  @GetMapping(path = LOGIN, produces = HTML)
  String login(CsrfToken csrf, @RequestParam(name = "error", required = false) String error) {
    return page(
        "Sign in",
        """
        %s<form method="post" action="/login">
        <input type="hidden" name="%s" value="%s">
        <label>User <input name="username" autocomplete="username" autofocus></label>
        <label>Password
        <input name="password" type="password" autocomplete="current-password"></label>
        <button>Sign in</button>
        </form>
        """
            .formatted(
                error == null ? "" : "<p role=\"alert\">Wrong user or password.</p>\n",
                escape(csrf.getParameterName()),
                escape(csrf.getToken())));
  }

  @GetMapping(path = CONSENT, produces = HTML)
  String consent(
      @RequestParam("client_id") String clientId,
      @RequestParam("state") String state,
      @RequestParam(name = "scope", defaultValue = "") String scope) {
    // The refusal is a separate form without scopes, which Spring treats as a refusal.
    return page(
        "Consent",
        """
        <p><b>%6$s</b> asks for access to your account.</p>
        <form method="post" action="/oauth2/authorize">
        <input type="hidden" name="client_id" value="%1$s">
        <input type="hidden" name="state" value="%2$s">
        %3$s<button name="%4$s" value="%5$s">Approve</button>
        </form>
        <form method="post" action="/oauth2/authorize">
        <input type="hidden" name="client_id" value="%1$s">
        <input type="hidden" name="state" value="%2$s">
        <button name="%4$s" value="deny">Deny</button>
        </form>
        """
            .formatted(
                escape(clientId),
                escape(state),
                checkboxes(scope),
                DECISION,
                APPROVE,
                escape(application(clientId))));
  }

  private static String application(String clientId) {
    return Arrays.stream(DemoClient.values())
        .filter(client -> client.clientId().equals(clientId))
        .map(DemoClient::application)
        .findFirst()
        .orElse(clientId);
  }

  private static String checkboxes(String scope) {
    return Arrays.stream(scope.split(" "))
        .filter(name -> !name.isEmpty())
        .map(Pages::escape)
        .map(
            name ->
                "<label><input type=\"checkbox\" name=\"scope\" value=\"%1$s\" checked> %1$s</label>\n"
                    .formatted(name))
        .collect(Collectors.joining());
  }

  private static String page(String title, String body) {
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="icon" href="data:,">
        <title>%1$s – demo authorization server</title>
        <style>
        %2$s</style>
        <main>
        <h1>%1$s</h1>
        %3$s</main>
        </html>
        """
        .formatted(title, STYLE, body);
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text);
  }
}
