// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthSession;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A client of Hexauth that has a valid token. All threads of a benchmark share it. */
@State(Scope.Benchmark)
public class HexauthClient {

  private final OAuthClients clients = Wiring.clients();
  final OAuthClient client = clients.get(Wiring.REGISTRATION);
  final OAuthSession session = client.session();

  /** Obtains the token. */
  public HexauthClient() {
    session.token();
  }

  /** Stops the threads of Hexauth. */
  @TearDown
  public void close() {
    clients.close();
  }
}
