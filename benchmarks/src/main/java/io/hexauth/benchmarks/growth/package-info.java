// SPDX-License-Identifier: Apache-2.0
/** What operations on a store of grants cost as it grows. */
@NullMarked
package io.hexauth.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
