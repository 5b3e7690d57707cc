// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.start;

/** The applications that are compared. */
public enum Wiring {
  /** Must be first: the number of its bindings is needed for {@link #GUICE}. */
  HEXAUTH("Hexauth"),
  GUICE("Guice alone, with bindings to instances"),
  SPRING("Spring, with the client of Spring Security");

  private final String title;

  Wiring(String title) {
    this.title = title;
  }

  /** {@return the name of the application in reports} */
  public String title() {
    return title;
  }

  Start start(int number, String server) {
    return switch (this) {
      case HEXAUTH -> new HexauthStart(number, server);
      case GUICE -> new GuiceStart(number);
      case SPRING -> new SpringStart(number, server);
    };
  }
}
