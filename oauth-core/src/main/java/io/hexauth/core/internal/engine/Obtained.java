// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.grant.TokenOutcome.Granted;
import io.hexauth.domain.lifecycle.Settlement;
import java.util.Optional;

/** What asking for a token came to. */
sealed interface Obtained {

  /**
   * A token, not stored yet.
   *
   * @param granted the token
   * @param renewed whether by the refresh token: then it stays good if no other came with this one
   * @param failure what callers get once the token is stored, if they do not get the token
   */
  record Got(Granted granted, boolean renewed, Optional<OAuthException> failure)
      implements Obtained {

    Got(Granted granted, boolean renewed) {
      this(granted, renewed, Optional.empty());
    }
  }

  /**
   * No token.
   *
   * @param settlement what the record gets
   * @param failure what callers get
   */
  record Failed(Settlement settlement, OAuthException failure) implements Obtained {

    /**
     * Whether the server has certainly not processed the request: what was presented is still good.
     */
    boolean isUnprocessed() {
      return !settlement.presented() && settlement.errorCode().isEmpty();
    }

    /** Whether the server refused what was asked for, not who asked or the grant. */
    boolean concernsAccessOnly() {
      return failure instanceof TokenRequestRejectedException rejected
          && Settlement.concernsAccessOnly(rejected.error().code());
    }

    /** Whether the server said that the refresh token that was presented is no longer good. */
    boolean isGrantDead() {
      return settlement.errorCode().filter(Settlement::isGrantDead).isPresent();
    }
  }
}
