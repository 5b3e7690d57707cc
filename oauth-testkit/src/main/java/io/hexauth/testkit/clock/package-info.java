// SPDX-License-Identifier: Apache-2.0
/** Clock that stands still until a test moves it. */
@NullMarked
package io.hexauth.testkit.clock;

import org.jspecify.annotations.NullMarked;
