// SPDX-License-Identifier: Apache-2.0
/** How core is wired: what its modules require and provide, and what goes wrong how. */
@NullMarked
package io.hexauth.core.guice;

import org.jspecify.annotations.NullMarked;
