// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Warnings about hosts to which secrets and tokens may be sent unencrypted. */
final class PlainHttpWarnings {

  private PlainHttpWarnings() {}

  /** {@return one sentence for each host, with the registrations that allow it} */
  static List<String> of(Collection<ClientRegistration> registrations) {
    Map<String, TreeSet<String>> hosts = new TreeMap<>();
    for (ClientRegistration registration : registrations) {
      for (String host : registration.plainHttpHosts()) {
        hosts.computeIfAbsent(host, h -> new TreeSet<>()).add("'" + registration.id() + "'");
      }
    }
    return hosts.entrySet().stream()
        .map(
            host ->
                "Secrets and tokens may reach the host "
                    + host.getKey()
                    + " unencrypted, because allowPlainHttp names it; client registrations: "
                    + String.join(", ", host.getValue()))
        .toList();
  }
}
