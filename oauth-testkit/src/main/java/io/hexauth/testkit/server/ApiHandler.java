// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.testkit.http.Handler;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;
import java.util.List;

/** Protected resource (RFC 6750 §2.1 and §3). */
final class ApiHandler implements Handler {

  private final Grants grants;

  ApiHandler(Grants grants) {
    this.grants = grants;
  }

  @Override
  public Reply handle(ReceivedRequest request) {
    List<String> headers = request.headers().getOrDefault("authorization", List.of());
    if (headers.isEmpty()) {
      return FakeAuthorizationServer.unauthorized("Bearer realm=\"fake\"");
    }
    // RFC 6750 §2: the request must have exactly one token, sent with one method.
    if (headers.size() > 1 || !headers.get(0).startsWith("Bearer ")) {
      return Reply.of(400);
    }
    return grants
        .check(headers.get(0).substring("Bearer ".length()))
        .map(family -> Reply.json(200, json(family)))
        .orElseGet(
            () ->
                FakeAuthorizationServer.unauthorized(
                    "Bearer realm=\"fake\", error=\"invalid_token\""));
  }

  private static String json(Family family) {
    return "{\"sub\":"
        + TokenHandler.quoted(family.subject())
        + ",\"client_id\":"
        + TokenHandler.quoted(family.clientId())
        + ",\"scope\":"
        + TokenHandler.quoted(String.join(" ", family.scopes()))
        + "}";
  }
}
