// SPDX-License-Identifier: Apache-2.0
/**
 * Fleet of nodes that are killed under load, and the requests that the authorization server
 * received from them. {@code FleetNode} is the application, with the modules of a real application.
 * All other classes control the run.
 */
@NullMarked
package io.hexauth.examples.fleet;

import org.jspecify.annotations.NullMarked;
