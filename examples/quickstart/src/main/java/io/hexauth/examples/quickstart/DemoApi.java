// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.quickstart;

import feign.Feign;
import feign.RequestLine;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthSession;

/** The protected API, as an ordinary Feign interface. */
interface DemoApi {

  @RequestLine("GET /me")
  String me();

  @RequestLine("GET /read")
  String read();

  @RequestLine("GET /playlists")
  String playlists();

  /** {@return a client of the API that adds this session's token to every call} */
  static DemoApi of(DemoAuthorizationServer server, OAuthSession session) {
    return Feign.builder()
        .addCapability(OAuthFeign.of(session))
        .target(DemoApi.class, server.apiBaseUrl().toString());
  }
}
