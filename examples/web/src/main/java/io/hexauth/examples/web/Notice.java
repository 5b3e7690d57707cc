// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

/** A message for the user, shown once. */
record Notice(Kind kind, String text) {

  /** The urgency: a screen reader interrupts for a problem. */
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
