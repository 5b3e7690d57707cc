// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;

/** One of the five systems. */
interface SeedSystem {

  /** {@return the name that its document gives it} */
  String name();

  /** Does everything that the document describes. */
  void run(Steps steps, DemoAuthorizationServer server);
}
