// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import feign.Client;
import feign.Feign;
import feign.Headers;
import feign.RequestLine;
import feign.Response;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClients;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Feign clients whose calls carry a token. The calls are answered in memory, and no request is
 * sent. The answer has as many headers as an ordinary answer, so that the cost of copying answers
 * is measured, too.
 */
@State(Scope.Benchmark)
public class FeignApis {

  /** An API whose calls get the token from the client. */
  interface Authorized {
    @RequestLine("GET /empty")
    void call();
  }

  /** The same API with the token as a fixed header. */
  @Headers("Authorization: Bearer " + Wiring.TOKEN)
  interface Fixed {
    @RequestLine("GET /empty")
    void call();
  }

  private static final String URL = "https://api.example";
  private static final Map<String, Collection<String>> HEADERS =
      Map.of(
          "Date", List.of("Sun, 22 Nov 2026 06:00:00 GMT"),
          "Content-Type", List.of("application/json"),
          "Cache-Control", List.of("no-store"),
          "ETag", List.of("\"33a64df5\""),
          "Vary", List.of("Accept-Encoding"),
          "Strict-Transport-Security", List.of("max-age=31536000"));

  private static final Client NOTHING_SENT =
      (request, options) ->
          Response.builder().status(204).headers(HEADERS).request(request).build();

  private final OAuthClients clients = Wiring.clients();
  final Authorized byHand =
      Feign.builder()
          .client(new ClientByHand(new LeastClient(), NOTHING_SENT))
          .target(Authorized.class, URL);
  final Authorized authorized =
      Feign.builder()
          .client(NOTHING_SENT)
          .addCapability(OAuthFeign.of(clients.get(Wiring.REGISTRATION)))
          .target(Authorized.class, URL);

  /** Stops the threads of Hexauth. */
  @TearDown
  public void close() {
    clients.close();
  }
}
