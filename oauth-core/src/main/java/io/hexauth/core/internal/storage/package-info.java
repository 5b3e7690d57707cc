// SPDX-License-Identifier: Apache-2.0
/**
 * The form in which grants are handed to a {@link io.hexauth.ports.spi.TokenStore}: clear fields as
 * text, and a sealed document.
 */
@NullMarked
package io.hexauth.core.internal.storage;

import org.jspecify.annotations.NullMarked;
