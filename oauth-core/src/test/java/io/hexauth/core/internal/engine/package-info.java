// SPDX-License-Identifier: Apache-2.0
/**
 * What threads of one process share, confirmed with Lincheck: many interleavings of a few
 * operations (model checking), then many at random (stress), each compared with a specification
 * that has never heard of threads.
 */
@NullMarked
package io.hexauth.core.internal.engine;

import org.jspecify.annotations.NullMarked;
