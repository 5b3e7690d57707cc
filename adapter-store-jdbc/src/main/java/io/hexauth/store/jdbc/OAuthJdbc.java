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
 * The {@code DataSource} that Hexauth stores grants in. The application binds it, and closes it;
 * its own, unannotated one stays out of this.
 */
@Qualifier
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER})
public @interface OAuthJdbc {}
