// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

/** State of a stored grant. A version that does not know a state must not change the record. */
public enum GrantState {
  /** No refresh is in progress. */
  IDLE,
  /**
   * A node may be sending a token request for the grant, or may have sent one: with the refresh
   * token of the current generation, or for an own grant.
   */
  INTENT,
  /** The server refused the refresh token permanently. Only a new grant helps. */
  DEAD,
  /**
   * The grant was revoked or erased. The record is kept for its retention, so that a late write
   * cannot restore the grant.
   */
  TOMBSTONE
}
