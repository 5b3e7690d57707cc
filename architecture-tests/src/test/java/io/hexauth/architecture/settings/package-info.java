// SPDX-License-Identifier: Apache-2.0
/** Tests of all builders and configurations of the public API. */
@NullMarked
package io.hexauth.architecture.settings;

import org.jspecify.annotations.NullMarked;
