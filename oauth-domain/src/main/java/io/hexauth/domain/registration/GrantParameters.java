// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Map;

/**
 * Source of the parameters of an extension grant (RFC 6749 §4.5), such as the subject token of one
 * user.
 *
 * <h2>Implementing</h2>
 *
 * <p>Hexauth calls the implementation for each request, on one of its own threads, before it sends
 * the request. The parameters must belong to {@link TokenContext#principal()}, because the
 * resulting token is stored for that principal. Implementations must be safe for use by multiple
 * threads.
 */
@FunctionalInterface
public interface GrantParameters {

  /**
   * Returns the parameters of the grant, by name. Protocol parameters, such as {@code client_id} or
   * {@code scope}, are refused. If the method throws, or returns {@code null} or a refused name,
   * callers get a {@code TokenProviderException}, and no request is sent.
   */
  Map<String, String> of(TokenContext context);
}
