// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.fleet;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.server.FakeAuthorizationServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Requests that the server has seen.
 *
 * @param presenters of each refresh token that was presented, in order: the names of the nodes
 * @param revoked how many families the server revoked because a refresh token came twice
 */
record Books(Map<String, List<String>> presenters, int revoked) {

  /** The parameter by which a node says who it is. */
  static final String NODE = "node";

  static Books of(FakeAuthorizationServer server) {
    Map<String, List<String>> presenters = new LinkedHashMap<>();
    for (ReceivedRequest request : server.token().requests()) {
      Form form = request.form();
      form.first("refresh_token")
          .ifPresent(
              token -> presenters.computeIfAbsent(token, t -> new ArrayList<>()).add(node(form)));
    }
    return new Books(presenters, server.ledger().familiesRevokedForReuse());
  }

  static String node(Form form) {
    return form.first(NODE).orElse("nobody");
  }

  /** {@return how many refresh tokens were presented this often} */
  long presented(int times) {
    return presenters.values().stream().filter(nodes -> nodes.size() == times).count();
  }

  /** {@return how many were presented more often than that} */
  long presentedMoreThan(int times) {
    return presenters.values().stream().filter(nodes -> nodes.size() > times).count();
  }

  /**
   * {@return how many were presented again, although the node that had presented them lived on}
   * Only after its death may another node, once lease and hold are over.
   */
  long presentedAgainWithoutDeath(Set<String> killed) {
    return presenters.values().stream()
        .filter(nodes -> nodes.size() > 1)
        .filter(
            nodes ->
                !killed.containsAll(nodes.subList(0, nodes.size() - 1))
                    || new HashSet<>(nodes).size() < nodes.size())
        .count();
  }
}
