// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Answers every token request from memory with the same token, which is valid for an hour. */
final class MemoryTransport implements OAuthTransport {

  private static final String ANSWER =
      """
      {"access_token":"%s","token_type":"Bearer","expires_in":3600}"""
          .formatted(Wiring.TOKEN);

  @Override
  public TransportResult send(TransportRequest request) {
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        ANSWER.getBytes(StandardCharsets.UTF_8));
  }
}
