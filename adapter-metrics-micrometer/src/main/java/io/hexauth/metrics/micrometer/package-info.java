// SPDX-License-Identifier: Apache-2.0
/** Meters of Micrometer for events of Hexauth. */
@NullMarked
package io.hexauth.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
