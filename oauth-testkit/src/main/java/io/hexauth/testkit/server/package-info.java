// SPDX-License-Identifier: Apache-2.0
/**
 * Authorization server for tests, in memory and on a loopback socket. It checks requests strictly,
 * and records what tests ask for: how often each refresh token was presented, and which families
 * were revoked for reuse. RFC 6749, 7009, 7636, 9207.
 */
@NullMarked
package io.hexauth.testkit.server;

import org.jspecify.annotations.NullMarked;
