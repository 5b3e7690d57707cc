// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.client.internal;

import feign.MethodMetadata;
import feign.Request;
import io.hexauth.ports.api.OAuthSession;

/** Finds the session whose token a call carries. */
public interface Sessions {

  /**
   * Looks at a method when its API is built.
   *
   * @throws IllegalStateException if its calls cannot be authorized; the message names the method
   */
  void prepare(MethodMetadata method);

  /** {@return the session of a call; asked on the calling thread} */
  OAuthSession of(Request request);
}
