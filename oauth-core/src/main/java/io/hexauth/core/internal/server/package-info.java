// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to one authorization server: the limits on them, the pauses after failures, and the
 * interpretation of answers. Also the tokens that an application provides.
 */
@NullMarked
package io.hexauth.core.internal.server;

import org.jspecify.annotations.NullMarked;
