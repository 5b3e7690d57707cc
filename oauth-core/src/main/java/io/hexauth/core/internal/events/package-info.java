// SPDX-License-Identifier: Apache-2.0
/** Events for listeners of the application: a queue for each listener, and what is put into it. */
@NullMarked
package io.hexauth.core.internal.events;

import org.jspecify.annotations.NullMarked;
