// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Qualifier of the {@code DataSource} in which Hexauth stores grants. The application binds and
 * closes it. A {@code DataSource} without this qualifier is not used.
 */
@Qualifier
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER})
public @interface OAuthJdbc {}
