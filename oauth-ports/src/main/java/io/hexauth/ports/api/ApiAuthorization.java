// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import io.hexauth.domain.token.OAuthToken;
import java.util.function.BiConsumer;

/**
 * What one request must carry so that an API accepts it: made by {@link OAuthSession#authorize} and
 * {@link Recovery#again()}, not for implementation. Immutable, safe for use by multiple threads;
 * {@code toString()} redacts every secret.
 */
public interface ApiAuthorization {

  /** {@return the token that the request carries} */
  OAuthToken token();

  /**
   * Passes on the headers of the request, each once.
   *
   * @param header takes a name and a value; the values are secrets
   */
  void headers(BiConsumer<String, String> header);
}
