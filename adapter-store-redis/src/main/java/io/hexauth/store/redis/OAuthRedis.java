// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifier of two bindings: the Redis client that the application binds, with which Hexauth opens
 * its connection, and the {@link AutoCloseable} that Hexauth binds, which closes this connection.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface OAuthRedis {}
