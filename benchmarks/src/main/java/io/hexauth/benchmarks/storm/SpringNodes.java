// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import io.hexauth.servers.PostgresServer;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes of Spring Security. Each node is a manager, and all nodes share one PostgreSQL. */
final class SpringNodes implements Contender {

  private final StormServer server = new StormServer(Duration.ofHours(1));
  private final List<SpringNode> nodes = new ArrayList<>();

  SpringNodes(int nodes) throws IOException {
    TestDatabase database = PostgresServer.newDatabase();
    SpringNode.createTables(database);
    for (int node = 0; node < nodes; node++) {
      this.nodes.add(SpringNode.of(database, server.endpoint(node), Duration.ZERO));
    }
  }

  @Override
  public String title() {
    return "Spring Security with `JdbcOAuth2AuthorizedClientService`";
  }

  @Override
  public StormServer server() {
    return server;
  }

  @Override
  public void expire() {
    StormServer.Issued grant = server.newGrant();
    nodes.get(0).save(grant.accessToken(), grant.refreshToken());
  }

  @Override
  public Optional<String> call(int node) {
    return nodes.get(node).authorize();
  }

  @Override
  public void close() {
    nodes.forEach(SpringNode::close);
    server.close();
  }
}
