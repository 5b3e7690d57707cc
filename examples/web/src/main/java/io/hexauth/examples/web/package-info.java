// SPDX-License-Identifier: Apache-2.0
/**
 * Web application whose users connect their accounts at two providers. {@link
 * io.hexauth.examples.web.WebApp} starts it. {@link io.hexauth.examples.web.Connections} has the
 * steps from consent to disconnect.
 */
@NullMarked
package io.hexauth.examples.web;

import org.jspecify.annotations.NullMarked;
