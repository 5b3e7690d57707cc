// SPDX-License-Identifier: Apache-2.0
/**
 * JMH benchmarks of the hot path: returning a token that is still valid, and adding it to a
 * request.
 */
@NullMarked
package io.hexauth.benchmarks;

import org.jspecify.annotations.NullMarked;
