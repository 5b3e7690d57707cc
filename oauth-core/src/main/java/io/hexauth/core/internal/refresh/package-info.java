// SPDX-License-Identifier: Apache-2.0
/**
 * Execution of one refresh, from the read of memory and store to the announcement of the token. The
 * domain's {@code Refresh} decides on the steps. Concurrent callers share one refresh.
 */
@NullMarked
package io.hexauth.core.internal.refresh;

import org.jspecify.annotations.NullMarked;
