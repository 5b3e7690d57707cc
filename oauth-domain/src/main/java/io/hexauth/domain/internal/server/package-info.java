// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions about published metadata of authorization servers: the time for which it is used, and
 * the changes that are accepted.
 */
@NullMarked
package io.hexauth.domain.internal.server;

import org.jspecify.annotations.NullMarked;
