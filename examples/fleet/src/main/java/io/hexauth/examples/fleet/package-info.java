// SPDX-License-Identifier: Apache-2.0
/**
 * A fleet that is killed under load, and the books of the authorization server that it talks to.
 * {@code FleetNode} is the application, wired as a user would; everything else is the stage.
 */
@NullMarked
package io.hexauth.examples.fleet;

import org.jspecify.annotations.NullMarked;
