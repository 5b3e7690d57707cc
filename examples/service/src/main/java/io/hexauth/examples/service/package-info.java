// SPDX-License-Identifier: Apache-2.0
/**
 * Worker that calls an API with client credentials. {@link io.hexauth.examples.service.Service}
 * starts it and shuts it down in order.
 */
@NullMarked
package io.hexauth.examples.service;

import org.jspecify.annotations.NullMarked;
