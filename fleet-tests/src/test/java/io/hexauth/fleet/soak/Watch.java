// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.node.Settings.Pace;
import io.hexauth.testkit.http.FakeEndpoint;
import io.hexauth.testkit.http.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Records every presentation of a refresh token at the token endpoint, with its time. */
final class Watch {

  private final FakeEndpoint endpoint;
  private final History history;
  private final CountDownLatch end;
  private int seen;

  Watch(FakeEndpoint endpoint, History history, CountDownLatch end) {
    this.endpoint = endpoint;
    this.history = history;
    this.end = end;
    this.seen = endpoint.requests().size();
  }

  void run() {
    while (end.getCount() > 0) {
      try {
        endpoint.awaitRequests(seen + 1);
        note(System.nanoTime());
      } catch (AssertionError e) {
        // No thread reached the point for a long time.
      }
    }
  }

  private void note(long now) {
    var all = endpoint.exchanges();
    for (FakeEndpoint.Exchange exchange : all.subList(seen, all.size())) {
      String script = Trouble.script(exchange.reply());
      ReceivedRequest request = exchange.request();
      request
          .form()
          .first("refresh_token")
          .ifPresent(
              token ->
                  history.presented(
                      new Presentation(
                          UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)).toString(),
                          request.form().first("node").orElse("?"),
                          now,
                          hold(request),
                          script)));
    }
    seen = all.size();
  }

  /**
   * {@return the hold of the sender} A process that starts also refreshes grants of another pace.
   */
  private static long hold(ReceivedRequest request) {
    return Pace.valueOf(request.form().first("pace").orElseThrow()).hold().toNanos();
  }
}
