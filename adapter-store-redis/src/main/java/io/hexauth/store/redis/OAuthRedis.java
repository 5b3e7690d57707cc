// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifier of the Redis client with which Hexauth opens its connection, and of the {@link
 * AutoCloseable} that closes this connection.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface OAuthRedis {}
