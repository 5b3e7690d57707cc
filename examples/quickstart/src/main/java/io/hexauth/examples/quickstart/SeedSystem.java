// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;

/** One of the five example systems. */
interface SeedSystem {

  /** {@return the name of the system in its document} */
  String name();

  /** Runs all steps that the document describes. */
  void run(Steps steps, DemoAuthorizationServer server);
}
