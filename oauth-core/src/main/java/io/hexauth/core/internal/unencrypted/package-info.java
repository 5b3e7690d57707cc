// SPDX-License-Identifier: Apache-2.0
/**
 * Documents that are stored in the clear because the application chose it by name, bound by {@code
 * UnencryptedModule}.
 */
@NullMarked
package io.hexauth.core.internal.unencrypted;

import org.jspecify.annotations.NullMarked;
