// SPDX-License-Identifier: Apache-2.0
/**
 * Threads: limited pools for each authorization server and kind of work, one task for many callers,
 * and the waiting times of callers.
 */
@NullMarked
package io.hexauth.core.internal.concurrent;

import org.jspecify.annotations.NullMarked;
