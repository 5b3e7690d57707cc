// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.token.OAuthToken;
import java.util.function.BiConsumer;

/**
 * Headers that authorize one request to an API. {@link OAuthSession#authorize} and {@link
 * Recovery#again()} return it; applications do not implement it. Immutable, safe for use by
 * multiple threads. {@code toString()} redacts all secrets.
 */
public interface ApiAuthorization {

  /** {@return the token in the headers} */
  OAuthToken token();

  /**
   * Passes each header of the request to a consumer, once.
   *
   * @param header accepts a name and a value; the values are secrets
   */
  void headers(BiConsumer<String, String> header);
}
