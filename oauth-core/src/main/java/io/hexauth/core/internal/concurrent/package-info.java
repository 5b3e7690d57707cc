// SPDX-License-Identifier: Apache-2.0
/**
 * Threads: bounded pools for each authorization server and kind of work, one task for many callers,
 * and how long a caller waits.
 */
@NullMarked
package io.hexauth.core.internal.concurrent;

import org.jspecify.annotations.NullMarked;
