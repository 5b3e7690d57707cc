// SPDX-License-Identifier: Apache-2.0
/** The application hexagon: what an application installs to get tokens. */
@NullMarked
package io.hexauth.core;

import org.jspecify.annotations.NullMarked;
