// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.http;

/** The way in which an answer is sent, or is not sent. */
enum Delivery {
  /** Normally. */
  WHOLE,
  /** In chunks, without a length. */
  CHUNKED,
  /** Only the body is written. It contains a head, if there is one. */
  RAW,
  /** The head immediately, then one byte of the body at a time. */
  DRIP_BODY,
  /** One byte at a time, from the status line on. */
  DRIP_ALL,
  /** The body repeatedly, until the client disconnects. */
  ENDLESS,
  /** Half of the promised body, then a normal close. */
  TRUNCATED,
  /** Nothing, and the connection stays open. */
  HANG,
  /** A TCP reset. */
  RESET,
  /** A normal close without a byte. */
  CLOSE
}
