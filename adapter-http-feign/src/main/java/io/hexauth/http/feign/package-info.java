// SPDX-License-Identifier: Apache-2.0
/** Feign on both sides: the transport to the authorization server, and tokens on outgoing calls. */
@NullMarked
package io.hexauth.http.feign;

import org.jspecify.annotations.NullMarked;
