// SPDX-License-Identifier: Apache-2.0
/** Tests of all builders and configurations of the public API together. */
@NullMarked
package io.hexauth.architecture.settings;

import org.jspecify.annotations.NullMarked;
