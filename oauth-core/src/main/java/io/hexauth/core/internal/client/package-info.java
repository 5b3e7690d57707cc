// SPDX-License-Identifier: Apache-2.0
/**
 * Implementation of the API that applications call: clients, sessions and the authorization code
 * flow, on top of the engine.
 */
@NullMarked
package io.hexauth.core.internal.client;

import org.jspecify.annotations.NullMarked;
