// SPDX-License-Identifier: Apache-2.0
/** The time from the start of an application to its first token, in a fresh JVM each. */
@NullMarked
package io.hexauth.benchmarks.start;

import org.jspecify.annotations.NullMarked;
