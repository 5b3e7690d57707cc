// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A client that has its token, shared by all threads. */
@State(Scope.Benchmark)
public class HexauthClient {

  private final OAuthClients clients = Wiring.clients();
  final OAuthClient client = clients.get(Wiring.REGISTRATION);
  final OAuthSession session = client.session();

  /** Fetches the token. */
  public HexauthClient() {
    session.token();
  }

  /** Ends its threads. */
  @TearDown
  public void close() {
    clients.close();
  }
}
