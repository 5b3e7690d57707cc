// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.token.OAuthToken;
import java.util.function.BiConsumer;

/**
 * Headers that authorize one request to an API. {@link OAuthSession#authorize} and {@link
 * Recovery#again()} return an instance; applications do not implement this interface. Immutable,
 * safe for use by multiple threads. {@code toString()} redacts all secrets.
 */
public interface ApiAuthorization {

  /** {@return the token in the headers} */
  OAuthToken token();

  /**
   * Calls a consumer once for each header of the request.
   *
   * @param header consumer of a name and a value; the values are secrets
   */
  void headers(BiConsumer<String, String> header);
}
