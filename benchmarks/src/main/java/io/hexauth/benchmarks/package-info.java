// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the hot path. */
@NullMarked
package io.hexauth.benchmarks;

import org.jspecify.annotations.NullMarked;
