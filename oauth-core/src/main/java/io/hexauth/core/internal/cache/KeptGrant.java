// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.token.OAuthToken;

/**
 * Form in which memory keeps a {@link CachedGrant}. Most grants fit into {@link OneToken}, which
 * needs a quarter of the memory.
 */
sealed interface KeptGrant permits OneToken, KeptGrant.Whole {

  /** Estimated bytes of the records around a document. */
  int RECORDS = 150;

  /** {@return the smallest form of a grant} */
  static KeptGrant of(CachedGrant grant, SharedValues shared) {
    return OneToken.fits(grant) ? new OneToken(grant, shared) : new Whole(grant);
  }

  /**
   * {@return the estimated size of a grant in bytes, rather too high than too low; values that
   * several grants share are counted only for the first grant}
   */
  static long bytes(CachedGrant grant, SharedValues shared) {
    return OneToken.fits(grant)
        ? OneToken.bytes(grant.document(), shared)
        : RECORDS + HeapSize.of(grant.document());
  }

  /** {@return the grant, equal to the original} */
  CachedGrant grant();

  /** {@return the estimated number of its bytes that are also part of a token for callers} */
  long bytesSharedWith(OAuthToken token);

  /** {@return the grant id and the generation} */
  GrantRecord.Version version();

  /** Grant in its original form. */
  record Whole(CachedGrant grant) implements KeptGrant {

    @Override
    public long bytesSharedWith(OAuthToken token) {
      return 0;
    }

    @Override
    public GrantRecord.Version version() {
      return grant.version();
    }
  }
}
