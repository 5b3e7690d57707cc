// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.examples.authorizationserver.Lifetimes;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Runs the five systems. The exit status is not 0 if a step failed. */
public final class Quickstart {

  private static final List<SeedSystem> SYSTEMS =
      List.of(new HttpAcg(), new AcgAuth(), new HttpRopcg(), new HttpCcg(), new Oauth20());

  private Quickstart() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    if (run(System.out) > 0) {
      System.exit(1);
    }
  }

  /** {@return the number of failed steps} */
  static int run(PrintStream out) {
    var steps = new Steps(out);
    // Tokens with a short lifetime expire during the run.
    var lifetimes = Lifetimes.defaults().withAccessToken(Duration.ofSeconds(4));
    try (var server = DemoAuthorizationServer.start(lifetimes)) {
      SYSTEMS.forEach(system -> steps.of(system.name(), () -> system.run(steps, server)));
    }
    return steps.summary(SYSTEMS.size());
  }
}
