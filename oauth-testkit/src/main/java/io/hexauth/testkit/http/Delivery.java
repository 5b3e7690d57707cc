// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

/** Way in which an answer is put on the wire, or is not. */
enum Delivery {
  /** As it should be. */
  WHOLE,
  /** In chunks, without a length. */
  CHUNKED,
  /** The body alone is all that is written, head included if there is one in it. */
  RAW,
  /** The head at once, then one byte of the body at a time. */
  DRIP_BODY,
  /** One byte at a time from the status line on. */
  DRIP_ALL,
  /** The body again and again until the client gives up. */
  ENDLESS,
  /** Half of the promised body, then an orderly close. */
  TRUNCATED,
  /** Nothing, and the connection stays open. */
  HANG,
  /** A TCP reset. */
  RESET,
  /** An orderly close without a byte. */
  CLOSE
}
