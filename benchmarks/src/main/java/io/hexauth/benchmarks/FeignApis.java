// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import feign.Client;
import feign.Feign;
import feign.Headers;
import feign.RequestLine;
import feign.Response;
import io.hexauth.http.feign.client.OAuthFeign;
import io.hexauth.ports.api.OAuthClients;
import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Feign clients that are answered before anything is sent. */
@State(Scope.Benchmark)
public class FeignApis {

  /** A call with nothing but the token. */
  interface Authorized {
    @RequestLine("GET /empty")
    void call();
  }

  /** The same with a header as anybody would write it. */
  @Headers("Authorization: Bearer " + Wiring.TOKEN)
  interface Fixed {
    @RequestLine("GET /empty")
    void call();
  }

  private static final String URL = "https://api.example";
  private static final Client NOTHING_SENT =
      (request, options) ->
          Response.builder().status(204).headers(Map.of()).request(request).build();

  private final OAuthClients clients = Wiring.clients();
  final Fixed fixed = Feign.builder().client(NOTHING_SENT).target(Fixed.class, URL);
  final Authorized authorized =
      Feign.builder()
          .client(NOTHING_SENT)
          .addCapability(OAuthFeign.of(clients.get(Wiring.REGISTRATION)))
          .target(Authorized.class, URL);

  /** Ends its threads. */
  @TearDown
  public void close() {
    clients.close();
  }
}
