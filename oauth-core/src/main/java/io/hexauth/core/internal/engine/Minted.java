// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.engine;

import io.hexauth.domain.lifecycle.GrantDocument;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.MintedToken;
import io.hexauth.ports.spi.TokenEvent;
import java.time.Instant;

/**
 * A token between the server's answer and the store's.
 *
 * @param cell where it belongs
 * @param presented the generation that it follows
 * @param document of the next generation, the token in it
 * @param origin how it will be announced
 * @param started the store's time before the request
 * @param asked nanoTime before the store was asked for it
 */
record Minted(
    TokenCell cell,
    GrantRecord.Version presented,
    GrantDocument document,
    TokenEvent.Origin origin,
    Instant started,
    long asked) {

  MintedToken token() {
    return document.token(cell.access()).orElseThrow();
  }
}
