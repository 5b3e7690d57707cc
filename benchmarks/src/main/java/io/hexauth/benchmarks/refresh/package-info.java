// SPDX-License-Identifier: Apache-2.0
/**
 * The CPU time and the memory of one refresh on PostgreSQL, beside the same statements and the same
 * request by hand, and beside Spring Security. The token endpoint is another process.
 */
@NullMarked
package io.hexauth.benchmarks.refresh;

import org.jspecify.annotations.NullMarked;
