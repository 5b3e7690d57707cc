// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import io.hexauth.benchmarks.storm.SpringNode;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Spring Security. The clock skew is longer than the lifetime of a token, so each token counts as
 * expired.
 */
final class SpringRefresher implements Refresher {

  private static final Duration LONGER_THAN_TOKENS = Duration.ofHours(2);

  private final SpringNode node;

  SpringRefresher(TestDatabase database, URI endpoint) throws IOException {
    SpringNode.createTables(database);
    node = SpringNode.of(database, endpoint, LONGER_THAN_TOKENS);
    node.save("access", TokenEndpoint.FIRST + "spring");
  }

  @Override
  public String title() {
    return "Spring Security with `JdbcOAuth2AuthorizedClientService`";
  }

  @Override
  public String refresh() {
    return node.authorize().orElseThrow();
  }

  @Override
  public void close() {
    node.close();
  }
}
