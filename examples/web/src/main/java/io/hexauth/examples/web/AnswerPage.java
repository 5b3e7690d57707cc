// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.scope.Scopes;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Page with the answer of an API, and page that asks for more permissions. */
final class AnswerPage {

  private AnswerPage() {}

  static String answer(Visit visit, Provider provider, String call, HttpResponse<String> answer) {
    return Page.of(
        title(provider, call),
        Optional.of(visit),
        Html.of(
            """
            <h1>{}</h1>
            <p>{} answered with status {}:</p>
            <pre class="card"><code>{}</code></pre>
            <p><a class="button" href="/">Back to the connections</a></p>
            """,
            title(provider, call),
            provider.name(),
            answer.statusCode(),
            answer.body()));
  }

  static String stepUp(Visit visit, Provider provider, String call, Scopes missing) {
    return Page.of(
        "Permission needed",
        Optional.of(visit),
        Html.of(
            """
            <h1>Permission needed</h1>
            <p>To show your {}, {} asks for a permission that you have not given yet:</p>
            {}<div class="actions">
            {}<a class="button quiet" href="/">Not now</a>
            </div>
            """,
            call.replace('-', ' '),
            provider.name(),
            scopes(missing),
            Page.button(
                visit, "/" + provider.id() + "/step-up", "Continue to " + provider.name(), "")));
  }

  static Html link(Provider provider, String call) {
    return Html.of(
        "<a class=\"button\" href=\"/{}/calls/{}\">Show {}</a>\n",
        provider.id(),
        call,
        call.replace('-', ' '));
  }

  static Html scopes(Scopes scopes) {
    return Html.of(
        "<ul class=\"scopes\">\n{}</ul>\n",
        Html.join(scopes.values().stream().map(scope -> Html.of("<li>{}</li>\n", scope)).toList()));
  }

  private static String title(Provider provider, String call) {
    return provider.name() + ": " + call.replace('-', ' ');
  }
}
