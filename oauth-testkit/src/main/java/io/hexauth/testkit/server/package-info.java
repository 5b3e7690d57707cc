// SPDX-License-Identifier: Apache-2.0
/**
 * An authorization server for tests, in memory and on a loopback socket: strict where a client must
 * be right, and keeping the books that a test asks about (who presented which refresh token how
 * often, and which families were revoked for it). RFC 6749, 7009, 7636, 9207.
 */
@NullMarked
package io.hexauth.testkit.server;

import org.jspecify.annotations.NullMarked;
