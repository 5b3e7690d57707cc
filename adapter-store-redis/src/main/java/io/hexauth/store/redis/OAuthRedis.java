// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifier of two bindings: a Redis client and an {@link AutoCloseable}. The application binds the
 * client, and Hexauth opens its connection with it. Hexauth binds the {@code AutoCloseable}, which
 * closes this connection.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface OAuthRedis {}
