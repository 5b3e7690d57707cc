// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What the user sees: a form to sign in, and one to consent. Both work without scripts. */
@RestController
class Pages {

  private static final String HTML = "text/html;charset=UTF-8";

  static final String LOGIN = "/login";
  static final String CONSENT = "/oauth2/consent";
  static final String DECISION = "decision";
  static final String APPROVE = "approve";

  @GetMapping(path = LOGIN, produces = HTML)
  String login(CsrfToken csrf, @RequestParam(name = "error", required = false) String error) {
    return page(
        "Sign in",
        """
        %s<form method="post" action="/login">
        <input type="hidden" name="%s" value="%s">
        <label>User <input name="username" autofocus></label>
        <label>Password <input name="password" type="password"></label>
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
    // Refusing is a form of its own, without scopes: that is what Spring takes for a refusal.
    return page(
        "Consent",
        """
        <p><b>%1$s</b> asks for access to your account.</p>
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
            .formatted(escape(clientId), escape(state), checkboxes(scope), DECISION, APPROVE));
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
        <title>%1$s</title>
        <style>label { display: block }</style>
        <h1>%1$s</h1>
        %2$s</html>
        """
        .formatted(title, body);
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text);
  }
}
