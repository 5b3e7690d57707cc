// SPDX-License-Identifier: Apache-2.0
/**
 * Harness of the fault suite: a fleet of JVMs, proxies between the JVMs and their servers, direct
 * access to the store, and the requests that the authorization server has received.
 */
@NullMarked
package io.hexauth.fleet.harness;

import org.jspecify.annotations.NullMarked;
