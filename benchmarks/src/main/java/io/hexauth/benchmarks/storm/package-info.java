// SPDX-License-Identifier: Apache-2.0
/**
 * The expiry storm: the access token of one grant has expired, and all threads of several nodes ask
 * for a token at the same time. The nodes share one store. The server rotates refresh tokens, and
 * revokes the grant if a refresh token is presented twice. Hexauth and other libraries run in the
 * same storm. All nodes are in one JVM, each with separate connections.
 */
@NullMarked
package io.hexauth.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
