// SPDX-License-Identifier: Apache-2.0
/**
 * Storage of unencrypted documents, for applications that choose it explicitly with {@code
 * UnencryptedModule}.
 */
@NullMarked
package io.hexauth.core.internal.unencrypted;

import org.jspecify.annotations.NullMarked;
