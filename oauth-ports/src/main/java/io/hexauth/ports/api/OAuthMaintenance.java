// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.ports.spi.TokenCipher;
import java.time.Duration;
import java.util.Map;

/**
 * Maintenance of all stored grants, for operators. A limit bounds the work of each call, except for
 * {@link #keys()}, which counts all documents. Any node can call these methods, and several nodes
 * can call them at the same time. Safe for use by multiple threads.
 *
 * <p>The methods need a {@link io.hexauth.ports.spi.TokenStoreMaintenance}, which all store modules
 * of Hexauth bind. Without it, each method throws {@link IllegalStateException}. If the store does
 * not answer, each method throws {@link io.hexauth.domain.error.ServiceUnavailableException}.
 */
public interface OAuthMaintenance {

  /** {@return the keys that this node uses, and the number of stored documents for each key} */
  KeyReport keys();

  /**
   * Encrypts stored documents again if their key is not the primary key of this node. The
   * generation of a grant does not change. The method replaces a document only if it has not
   * changed since it was read, so a concurrent refresh is never lost.
   *
   * <p>The method skips a grant that is being refreshed. The end of that refresh writes the
   * document with the primary key. If it does not, a later call of this method encrypts the
   * document.
   *
   * <p>The next call on this node continues after the last document of this call. For this reason,
   * you can use many short calls instead of one long call.
   *
   * @param limit the maximum number of documents to encrypt; positive
   * @return the result. If {@code written} is 0, only the documents that {@code left} counts are
   *     not done
   */
  Resealed reseal(int limit);

  /**
   * Refreshes grants whose access token expires soon, even if no caller has asked for a token. Use
   * it for grants that are used so rarely that their refresh token would expire.
   *
   * <p>Each grant is refreshed under its lease. Several grants are refreshed at the same time, with
   * at most three quarters of the threads for one authorization server. If a grant is in memory,
   * its new token replaces the one in memory; other grants are not loaded into memory. A failure of
   * one grant does not end the call. The next call continues after the last grant of this call.
   *
   * <p>A grant is not tried if its last refresh is under way, had an unknown outcome, or was
   * refused without an OAuth error. A call of {@link OAuthSession#token()} refreshes it later.
   *
   * <p>Some records do not count towards the limit: records of other applications, unreadable
   * records, and records of registrations in manual mode. After 10 000 such records, the call ends.
   *
   * @param within the time until the expiry. If it is longer than the lifetime of the tokens, each
   *     call refreshes all grants
   * @param limit the maximum number of grants to try; positive
   * @return the number of grants that now have a newer token
   */
  int refreshDue(Duration within, int limit);

  /**
   * Removes expired records.
   *
   * @param limit the maximum number of records; positive
   * @return the number of removed records; 0 if the store removes expired records itself
   */
  int purge(int limit);

  /**
   * Report of the keys of a node and of the store.
   *
   * @param node the keys of this node
   * @param documents the number of stored documents by key id
   */
  record KeyReport(TokenCipher.Keys node, Map<String, Long> documents) {

    /** Creates a report with a copy of the map. */
    public KeyReport {
      documents = Map.copyOf(documents);
    }
  }

  /**
   * Result of a re-encryption.
   *
   * @param written the number of documents that are now encrypted with the primary key
   * @param left the number of documents that could not be decrypted here, were changed at the same
   *     time, or belong to a grant that is being refreshed
   */
  record Resealed(int written, int left) {}
}
