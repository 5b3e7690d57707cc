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
 * Requests that the server has received.
 *
 * @param presenters the names of the nodes that presented each refresh token, in order
 * @param revoked the number of families that the server revoked because a refresh token was
 *     presented twice
 */
record Books(Map<String, List<String>> presenters, int revoked) {

  /** Parameter of token requests with the name of the node. */
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

  /** {@return the number of refresh tokens that were presented exactly this often} */
  long presented(int times) {
    return presenters.values().stream().filter(nodes -> nodes.size() == times).count();
  }

  /** {@return the number of refresh tokens that were presented more often than this} */
  long presentedMoreThan(int times) {
    return presenters.values().stream().filter(nodes -> nodes.size() > times).count();
  }

  /**
   * {@return the number of refresh tokens that were presented again, although their first node was
   * not killed} Another node may present a refresh token only after the first node has died, and
   * lease and hold have ended.
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
