// SPDX-License-Identifier: Apache-2.0
/**
 * One token for many callers: memory, single-flight, lease, request, commit, announcement. The
 * decisions are the domain's ({@code Refresh}, {@code TokenSchedule}); this package carries them
 * out and holds no rule of its own.
 */
@NullMarked
package io.hexauth.core.internal.engine;

import org.jspecify.annotations.NullMarked;
