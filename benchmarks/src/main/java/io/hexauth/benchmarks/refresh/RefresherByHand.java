// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.refresh;

import com.zaxxer.hikari.HikariDataSource;
import io.hexauth.benchmarks.stores.JdbcByHand;
import io.hexauth.benchmarks.stores.StoreCosts;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.servers.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A refresh without Hexauth: the same SQL statements as the JDBC adapter, and the same request over
 * a new connection. This code decides, checks and encrypts nothing, so its cost is a lower limit.
 */
final class RefresherByHand implements Refresher {

  /** Size in bytes of the document that Hexauth stores for tokens of this length. */
  private static final int DOCUMENT = 500;

  private final URI endpoint;
  private final HikariDataSource pool;
  private final JdbcByHand statements;
  private String refreshToken = TokenEndpoint.FIRST + "by-hand";

  RefresherByHand(TestDatabase database, URI endpoint) {
    this.endpoint = endpoint;
    this.pool = StoreOfNode.pool(database);
    this.statements = StoreCosts.byHand(database, pool, DOCUMENT);
  }

  @Override
  public String title() {
    return "code by hand";
  }

  @Override
  public String refresh() throws Exception {
    statements.found();
    statements.leased();
    String answer = posted();
    String accessToken = member(answer, "access_token");
    refreshToken = member(answer, "refresh_token");
    statements.stored();
    return accessToken;
  }

  private String posted() throws IOException {
    String form = "grant_type=refresh_token&refresh_token=" + refreshToken;
    String request =
        "POST /token HTTP/1.1\r\nHost: "
            + endpoint.getAuthority()
            + "\r\nAuthorization: Basic Y2xpZW50OnNlY3JldA==\r\nAccept: application/json"
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length()
            + "\r\nConnection: close\r\n\r\n"
            + form;
    try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static String member(String json, String name) {
    int begin = json.indexOf("\"" + name + "\":\"");
    if (begin < 0) {
      throw new IllegalStateException("The answer has no " + name);
    }
    begin += name.length() + 4;
    return json.substring(begin, json.indexOf('"', begin));
  }

  @Override
  public void close() {
    pool.close();
  }
}
