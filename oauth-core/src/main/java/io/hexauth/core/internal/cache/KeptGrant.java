// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.token.OAuthToken;

/**
 * A {@link CachedGrant} in the form in which memory keeps it. Most are {@link OneToken}, which
 * takes a quarter of the memory.
 */
sealed interface KeptGrant permits OneToken, KeptGrant.Whole {

  /** About what the records around a document take. */
  int RECORDS = 150;

  /** {@return the smallest form of a grant} */
  static KeptGrant of(CachedGrant said, SharedValues shared) {
    return OneToken.fits(said) ? new OneToken(said, shared) : new Whole(said);
  }

  /**
   * {@return about how many bytes of memory a grant will take, rather more than less; what it
   * shares with others is counted once, for the first of them}
   */
  static long bytes(CachedGrant said, SharedValues shared) {
    return OneToken.fits(said)
        ? OneToken.bytes(said.document(), shared)
        : RECORDS + HeapSize.of(said.document());
  }

  /** {@return the grant, equal to the one that came in} */
  CachedGrant grant();

  /** {@return about how many of its bytes are also those of a token that came from it} */
  long bytesSharedWith(OAuthToken token);

  /** {@return its grant and generation} */
  GrantRecord.Version version();

  /** A grant as it came in. */
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
