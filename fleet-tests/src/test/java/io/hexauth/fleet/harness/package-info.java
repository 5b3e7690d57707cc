// SPDX-License-Identifier: Apache-2.0
/**
 * What the rows are told with: a fleet of JVMs, the proxies between them and their servers, a look
 * behind the back of the store, and the books of the authorization server.
 */
@NullMarked
package io.hexauth.fleet.harness;

import org.jspecify.annotations.NullMarked;
