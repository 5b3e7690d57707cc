// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

/** Users with an account at the demo server. Their passwords are public. */
public enum DemoUser {
  /** Alice. */
  ALICE("alice", "alice-demo-password"),
  /** Bob. */
  BOB("bob", "bob-demo-password");

  private final String username;
  private final String password;

  DemoUser(String username, String password) {
    this.username = username;
    this.password = password;
  }

  /** Returns the name to sign in with; it is also the subject that the API reports. */
  public String username() {
    return username;
  }

  /** Returns the password. */
  public String password() {
    return password;
  }
}
