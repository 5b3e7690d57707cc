// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

/** Next step that a grant allows. A state that a reader does not know means "do not touch". */
public enum GrantState {
  /** Nothing is under way. */
  IDLE,
  /** A node may have presented, or may be presenting, the current generation. */
  INTENT,
  /** The server refused it for good; only a new grant helps. */
  DEAD,
  /** Revoked or erased; kept for its retention so that nothing writes it back. */
  TOMBSTONE
}
