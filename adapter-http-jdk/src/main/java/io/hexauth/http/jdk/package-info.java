// SPDX-License-Identifier: Apache-2.0
/**
 * Tokens for the requests of an application's {@link java.net.http.HttpClient}. Applications call
 * {@link io.hexauth.http.jdk.OAuthHttpClient}.
 */
@NullMarked
package io.hexauth.http.jdk;

import org.jspecify.annotations.NullMarked;
