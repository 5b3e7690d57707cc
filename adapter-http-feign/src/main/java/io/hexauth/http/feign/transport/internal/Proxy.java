// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A forward proxy.
 *
 * @param enforcesReach whether it connects to public addresses only
 * @param authorization gives the value of a {@code Proxy-Authorization} header for one connection
 */
public record Proxy(
    String host, int port, boolean enforcesReach, Optional<Supplier<String>> authorization) {}
