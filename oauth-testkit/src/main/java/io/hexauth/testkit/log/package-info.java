// SPDX-License-Identifier: Apache-2.0
/**
 * Proving that no secret gets out: values that cannot be mistaken, and a search for them in every
 * form that they may be written in.
 */
@NullMarked
package io.hexauth.testkit.log;

import org.jspecify.annotations.NullMarked;
