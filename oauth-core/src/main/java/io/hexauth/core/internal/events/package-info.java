// SPDX-License-Identifier: Apache-2.0
/**
 * Notifications of applications and operators: token events in the order of generations, incidents.
 */
@NullMarked
package io.hexauth.core.internal.events;

import org.jspecify.annotations.NullMarked;
