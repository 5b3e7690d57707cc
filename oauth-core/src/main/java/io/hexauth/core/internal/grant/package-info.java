// SPDX-License-Identifier: Apache-2.0
/**
 * Operations on the grants of one registration, for the clients that applications use, and the
 * maintenance of all grants.
 */
@NullMarked
package io.hexauth.core.internal.grant;

import org.jspecify.annotations.NullMarked;
