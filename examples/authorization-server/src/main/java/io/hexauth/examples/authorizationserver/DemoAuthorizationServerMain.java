// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.io.PrintStream;

/** Starts demo servers for manual tests; Ctrl-C stops them. */
public final class DemoAuthorizationServerMain {

  private DemoAuthorizationServerMain() {}

  /**
   * Starts one server for each port and prints their addresses, users and clients.
   *
   * @param args the ports to listen on; if there are none, one server on a free port
   */
  public static void main(String[] args) {
    for (String port : args.length == 0 ? new String[] {"0"} : args) {
      DemoAuthorizationServer server =
          DemoAuthorizationServer.start(Lifetimes.defaults(), Integer.parseInt(port));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
      describe(server, System.out);
    }
    describeAccounts(System.out);
  }

  private static void describe(DemoAuthorizationServer server, PrintStream out) {
    out.println("Authorization server   " + server.issuer() + " (Ctrl-C stops it)");
    out.println("authorization endpoint " + server.authorizationEndpoint());
    out.println("token endpoint         " + server.tokenEndpoint());
    out.println("revocation endpoint    " + server.revocationEndpoint());
    out.println("introspection endpoint " + server.introspectionEndpoint());
    out.println(
        "protected API          "
            + server.apiBaseUrl()
            + "/me, /read, /write, /playlists, /files, /shared-files");
  }

  private static void describeAccounts(PrintStream out) {
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
