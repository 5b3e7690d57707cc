// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

/** Message for the user, shown once. */
record Notice(Kind kind, String text) {

  /** Kind of message. Screen readers announce a problem immediately. */
  enum Kind {
    DONE,
    PROBLEM
  }

  static Notice done(String text) {
    return new Notice(Kind.DONE, text);
  }

  static Notice problem(String text) {
    return new Notice(Kind.PROBLEM, text);
  }
}
