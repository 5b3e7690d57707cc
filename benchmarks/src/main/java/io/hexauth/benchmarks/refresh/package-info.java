// SPDX-License-Identifier: Apache-2.0
/**
 * Measures CPU time and allocated memory of one refresh on PostgreSQL. Hexauth is compared with
 * code that sends the same statements and the same request, and with Spring Security. The token
 * endpoint is another process.
 */
@NullMarked
package io.hexauth.benchmarks.refresh;

import org.jspecify.annotations.NullMarked;
