// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.domain.authorization.Form;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.TransportRequest;
import io.hexauth.ports.spi.TransportResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Authorization server without a network, whose tokens contain their subject. */
final class Subjects implements OAuthTransport {

  private final AtomicInteger serial = new AtomicInteger();
  private final Set<String> spent = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reuses = new AtomicInteger();

  int requests() {
    return serial.get();
  }

  int reuses() {
    return reuses.get();
  }

  /** {@return the subject of a token} */
  static String of(String token) {
    return token.substring(0, token.lastIndexOf('.'));
  }

  @Override
  public TransportResult send(TransportRequest request) {
    Form form =
        Form.decode(new String(request.body().orElseThrow().bytes(), StandardCharsets.US_ASCII));
    String subject = form.first("username").orElse("");
    if (form.first("refresh_token").isPresent()) {
      String presented = form.first("refresh_token").get();
      subject = of(presented);
      if (!spent.add(presented)) {
        reuses.incrementAndGet();
      }
    }
    String suffix = subject + "." + serial.incrementAndGet();
    String body =
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"%s\"}"
            .formatted(suffix, suffix);
    return new TransportResult.Response(
        200,
        Map.of("content-type", List.of("application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
