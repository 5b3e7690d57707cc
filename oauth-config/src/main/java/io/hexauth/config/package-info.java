// SPDX-License-Identifier: Apache-2.0
/** Registrations and secrets from an application's configuration, and a report at start. */
@NullMarked
package io.hexauth.config;

import org.jspecify.annotations.NullMarked;
