// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Map;

/**
 * Gives the parameters of an extension grant (RFC 6749 §4.5), such as the subject token of one
 * user.
 *
 * <h2>Implementing</h2>
 *
 * Called for each request, on a thread of Hexauth's, before anything is sent. The parameters must
 * be those of {@link TokenContext#principal()}: the token that comes back is stored for that
 * principal. Implementations must be safe for use by multiple threads.
 */
@FunctionalInterface
public interface GrantParameters {

  /**
   * {@return the grant's own parameters, by name} A protocol parameter, such as {@code client_id}
   * or {@code scope}, is refused. An exception, {@code null} or a refused name is a {@code
   * TokenProviderException} for the callers, and nothing is sent.
   */
  Map<String, String> of(TokenContext context);
}
