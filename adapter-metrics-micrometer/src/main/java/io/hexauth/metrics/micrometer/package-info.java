// SPDX-License-Identifier: Apache-2.0
/** Meters of Micrometer for what Hexauth does. */
@NullMarked
package io.hexauth.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
