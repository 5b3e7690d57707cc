// SPDX-License-Identifier: Apache-2.0
/**
 * Clients and sessions for unit tests of applications, without a server, a store or an injector.
 */
@NullMarked
package io.hexauth.testkit.client;

import org.jspecify.annotations.NullMarked;
