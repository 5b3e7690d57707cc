// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to one authorization server: how many at once, which not at all for a while, what an
 * answer means; and tokens that the application provides in its place.
 */
@NullMarked
package io.hexauth.core.internal.server;

import org.jspecify.annotations.NullMarked;
