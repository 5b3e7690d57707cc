// SPDX-License-Identifier: Apache-2.0
/**
 * Grants as the core uses them: the unencrypted document, its tokens, their schedules, and their
 * size in memory. The package contains only values and pure decisions; the core executes them.
 */
@NullMarked
package io.hexauth.domain.internal.lifecycle;

import org.jspecify.annotations.NullMarked;
