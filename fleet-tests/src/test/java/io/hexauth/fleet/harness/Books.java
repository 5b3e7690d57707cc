// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import io.hexauth.testkit.server.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that the server has received since the last call of {@link #open}. */
public final class Books {

  private final Ledger ledger;
  private Map<String, Integer> before = Map.of();
  private int revokedBefore;
  private int requestsBefore;

  Books(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Starts again: earlier requests no longer count. */
  public void open() {
    before = ledger.presentations();
    revokedBefore = ledger.familiesRevokedForReuse();
    requestsBefore = ledger.tokenRequests("refresh_token");
  }

  /**
   * {@return the number of presentations of each refresh token, in order of the first presentation}
   */
  public List<Integer> presentations() {
    var counts = new ArrayList<Integer>();
    ledger
        .presentations()
        .forEach(
            (token, count) -> {
              int since = count - before.getOrDefault(token, 0);
              if (since > 0) {
                counts.add(since);
              }
            });
    return counts;
  }

  /** {@return the number of requests with a refresh token} */
  public int requests() {
    return ledger.tokenRequests("refresh_token") - requestsBefore;
  }

  /**
   * {@return the number of families that were revoked because a used refresh token was presented
   * again}
   */
  public int familiesRevoked() {
    return ledger.familiesRevokedForReuse() - revokedBefore;
  }
}
