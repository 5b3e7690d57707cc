// SPDX-License-Identifier: Apache-2.0
/**
 * Implementation of the API for applications: clients, sessions and the authorization code flow. It
 * uses one engine for each registration ({@code GrantEngine}).
 */
@NullMarked
package io.hexauth.core.internal.client;

import org.jspecify.annotations.NullMarked;
