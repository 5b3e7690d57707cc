// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.domain.authorization.Form;
import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.FakeEndpoint.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Presentation of a refresh token or of an authorization code at the token endpoint.
 *
 * @param secret the presented token or code
 * @param node the node that presented it
 * @param at the time of arrival, in nanoseconds
 * @param hold the time that the node waits before it presents the token again, in nanoseconds
 * @param script the name of the scripted answer; empty for the normal behaviour
 */
record Presentation(String secret, String node, long at, long hold, String script) {

  /** {@return all presentations so far, in order of arrival} */
  static List<Presentation> at(FakeEndpoint endpoint) {
    return endpoint.exchanges().stream().flatMap(Presentation::in).toList();
  }

  private static Stream<Presentation> in(Exchange exchange) {
    Form form = exchange.request().form();
    Optional<String> secret = form.first("refresh_token").or(() -> form.first("code"));
    return secret.stream()
        .map(
            s ->
                new Presentation(
                    s,
                    form.first("node").orElse("?"),
                    exchange.arrival(),
                    hold(form),
                    Trouble.script(exchange.reply())));
  }

  /** A process that starts also refreshes grants of another pace, so each request says its pace. */
  private static long hold(Form form) {
    return Pace.valueOf(form.first("pace").orElseThrow()).hold().toNanos();
  }

  boolean isCode() {
    return secret.startsWith("code-");
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Presentation[" + node + ", " + script + "]";
  }
}
