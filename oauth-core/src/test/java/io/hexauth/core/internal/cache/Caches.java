// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.core.config.OAuthClientConfig;

/** The memory of grants as the injector makes it. */
public final class Caches {

  private Caches() {}

  public static CachedGrants of(OAuthClientConfig config) {
    return new CachedGrants(config);
  }
}
