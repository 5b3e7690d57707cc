// SPDX-License-Identifier: Apache-2.0
/** Listeners for tests. */
@NullMarked
package io.hexauth.testkit.events;

import org.jspecify.annotations.NullMarked;
