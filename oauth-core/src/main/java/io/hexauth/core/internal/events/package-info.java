// SPDX-License-Identifier: Apache-2.0
/** Events for listeners of the application, with a queue for each listener. */
@NullMarked
package io.hexauth.core.internal.events;

import org.jspecify.annotations.NullMarked;
