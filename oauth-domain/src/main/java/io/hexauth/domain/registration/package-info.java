// SPDX-License-Identifier: Apache-2.0
/**
 * Client registrations of an application: immutable values that are validated once, when they are
 * built (RFC 6749 §2, RFC 7591).
 */
@NullMarked
package io.hexauth.domain.registration;

import org.jspecify.annotations.NullMarked;
