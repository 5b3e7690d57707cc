// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.javalin.security.RouteRole;

/** Role of a route that every visitor may use. A route without a role needs a sign-in. */
enum Access implements RouteRole {
  EVERYBODY
}
