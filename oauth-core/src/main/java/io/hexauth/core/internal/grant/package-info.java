// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that can be done with the grants of one registration, for the clients that
 * applications use; and the maintenance of all of them.
 */
@NullMarked
package io.hexauth.core.internal.grant;

import org.jspecify.annotations.NullMarked;
