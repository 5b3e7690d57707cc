// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.util.concurrent.ExecutorService;

/**
 * Threads for one authorization server, apart by what they do, so that visitors and revocations
 * cannot keep a grant from its refresh.
 *
 * @param grants for grants that exist, and for what the client obtains by itself
 * @param visitors for authorizations that visitors begin and finish, code exchanges included
 * @param revocations for revocation requests
 * @param discovery for metadata that the server publishes, one fetch at a time
 * @param providers for token providers of the application, which may block. Suppliers of secrets
 *     and credentials run with the request that needs them
 */
public record ServerTasks(
    Tasks grants, Tasks visitors, Tasks revocations, Tasks discovery, ExecutorService providers) {

  /** Takes nothing. */
  void close() {
    grants.close();
    visitors.close();
    revocations.close();
    discovery.close();
    providers.shutdown();
  }
}
