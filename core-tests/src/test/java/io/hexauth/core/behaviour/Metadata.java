// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Metadata that a server may publish. Immutable.
 *
 * @param members the values as JSON text, by name
 */
record Metadata(Map<String, String> members) {

  /** {@return the metadata that the fake server publishes without a script} */
  static Metadata of(FakeAuthorizationServer server) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("issuer", quoted(server.issuer()));
    members.put("authorization_endpoint", quoted(server.authorizationEndpoint()));
    members.put("token_endpoint", quoted(server.tokenEndpoint()));
    members.put("revocation_endpoint", quoted(server.revocationEndpoint()));
    members.put("code_challenge_methods_supported", "[\"S256\"]");
    members.put("authorization_response_iss_parameter_supported", "true");
    return new Metadata(members);
  }

  static String quoted(Object value) {
    return "\"" + value + "\"";
  }

  Metadata with(String member, String json) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    changed.put(member, json);
    return new Metadata(changed);
  }

  Metadata without(String member) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    changed.remove(member);
    return new Metadata(changed);
  }

  Reply reply() {
    return Reply.json(
        200,
        members.entrySet().stream()
            .map(m -> quoted(m.getKey()) + ":" + m.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }
}
