// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configured providers, by id and in their order. */
record Providers(Map<String, Provider> byId) {

  static Providers read(Settings settings) {
    var byId = new LinkedHashMap<String, Provider>();
    settings.list("providers").forEach(id -> byId.put(id, Provider.read(id, settings)));
    return new Providers(byId);
  }

  Collection<Provider> all() {
    return byId.values();
  }

  /** {@return the provider in the path of a request} */
  Provider of(Context request) {
    Provider provider = byId.get(request.pathParam("provider"));
    if (provider == null) {
      throw new NotFoundResponse();
    }
    return provider;
  }
}
