// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.javalin.security.RouteRole;

/** Who may use a route. One without a role is for users who have signed in. */
enum Access implements RouteRole {
  EVERYBODY
}
