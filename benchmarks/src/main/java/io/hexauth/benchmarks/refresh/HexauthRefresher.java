// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.benchmarks.storm.HexauthNode;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ImportMode;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.servers.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Hexauth as an application wires it. The grant is in the memory of the node. */
final class HexauthRefresher implements Refresher {

  private final HexauthNode node;
  private final OAuthSession session;
  private OAuthToken last;

  HexauthRefresher(TestDatabase database, URI endpoint) {
    node = HexauthNode.of(StoreOfNode.postgres(database), endpoint);
    session = node.session("alice");
    last =
        session.importToken(
            OAuthToken.builder("access")
                .refreshToken(TokenEndpoint.FIRST + "hexauth")
                .expiresAt(Instant.now().plus(Duration.ofHours(1)))
                .build(),
            ImportMode.REPLACE);
  }

  @Override
  public String title() {
    return "Hexauth";
  }

  @Override
  public String refresh() {
    last = session.refresh(last);
    return last.accessToken().value();
  }

  @Override
  public void close() {
    node.close();
  }
}
