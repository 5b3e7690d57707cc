// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.MethodMetadata;
import feign.Request;
import io.hexauth.ports.api.OAuthSession;

/** Finds the session whose token a call carries. */
public interface Sessions {

  /**
   * Checks and prepares a method when Feign builds its API.
   *
   * @throws IllegalStateException if calls of the method cannot be authorized; the message names
   *     the method
   */
  void prepare(MethodMetadata method);

  /** {@return the session of a call} Called on the thread of the call. */
  OAuthSession of(Request request);
}
