// SPDX-License-Identifier: Apache-2.0
/** Many more users than memory holds: how often a token is found there. */
@NullMarked
package io.hexauth.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
