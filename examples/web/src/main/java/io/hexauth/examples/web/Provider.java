// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.config.RegistrationConfig;
import io.hexauth.domain.registration.ClientRegistration;
import io.javalin.http.NotFoundResponse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A provider at which users have an account.
 *
 * @param name the name for users
 * @param calls the API calls of this application, by name
 */
record Provider(String name, ClientRegistration registration, Map<String, URI> calls) {

  @SuppressWarnings("NullAway") // NullAway does not see, in a jar, that a source may return null
  static Provider read(String id, Settings settings) {
    String prefix = "provider." + id;
    String api = settings.get(prefix + ".api");
    var calls = new LinkedHashMap<String, URI>();
    for (String call : settings.list(prefix + ".calls")) {
      String[] nameAndPath = call.split(":", 2);
      calls.put(nameAndPath[0], URI.create(api + nameAndPath[1]));
    }
    return new Provider(
        settings.get(prefix + ".name"),
        RegistrationConfig.read("oauth." + id, settings::find),
        calls);
  }

  String id() {
    return registration.id().value();
  }

  URI call(String name) {
    URI uri = calls.get(name);
    if (uri == null) {
      throw new NotFoundResponse();
    }
    return uri;
  }
}
