// SPDX-License-Identifier: Apache-2.0
/**
 * Registrations of an application at its authorization servers: immutable values, validated once,
 * so that nothing behind them has to ask again whether an endpoint is HTTPS or a parameter is
 * allowed (RFC 6749 §2, RFC 7591).
 */
@NullMarked
package io.hexauth.domain.registration;

import org.jspecify.annotations.NullMarked;
