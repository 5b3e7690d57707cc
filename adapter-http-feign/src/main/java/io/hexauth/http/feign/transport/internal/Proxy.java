// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Forward proxy.
 *
 * @param enforcesReach true if the proxy connects to public addresses only
 * @param authorization supplies the value of the {@code Proxy-Authorization} header for each
 *     connection
 */
public record Proxy(
    String host, int port, boolean enforcesReach, Optional<Supplier<String>> authorization) {}
