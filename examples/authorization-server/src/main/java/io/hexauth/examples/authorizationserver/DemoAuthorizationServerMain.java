// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.io.PrintStream;

/** Starts the demo server so that a person can look at it; Ctrl-C stops it. */
public final class DemoAuthorizationServerMain {

  private DemoAuthorizationServerMain() {}

  /**
   * Starts the server and prints its addresses, users and clients.
   *
   * @param args the port to listen on; a free one if there is none
   */
  public static void main(String[] args) {
    int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
    DemoAuthorizationServer server = DemoAuthorizationServer.start(Lifetimes.defaults(), port);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    describe(server, System.out);
  }

  private static void describe(DemoAuthorizationServer server, PrintStream out) {
    out.println("Authorization server   " + server.issuer() + " (Ctrl-C stops it)");
    out.println("authorization endpoint " + server.authorizationEndpoint());
    out.println("token endpoint         " + server.tokenEndpoint());
    out.println("revocation endpoint    " + server.revocationEndpoint());
    out.println("introspection endpoint " + server.introspectionEndpoint());
    out.println("protected API          " + server.apiBaseUrl() + "/me, /read, /write, /playlists");
    out.println("Users (passwords are public demo values):");
    for (DemoUser user : DemoUser.values()) {
      out.printf("  %s / %s%n", user.username(), user.password());
    }
    out.println("Clients (so are the secrets):");
    for (DemoClient client : DemoClient.values()) {
      out.printf(
          "  %s / %s  %s  %s%n",
          client.clientId(),
          client.clientSecret(),
          String.join(", ", client.grantTypes()),
          client.redirectUri().map(Object::toString).orElse(""));
    }
  }
}
