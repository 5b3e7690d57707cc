// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedRedirectUrisTest {

  private static ClientRegistration.Builder at(String id, String server, String callback) {
    return ClientRegistration.builder(id)
        .authorizationCode()
        .publicClient("app")
        .issuer(server)
        .authorizationEndpoint(server + "/authorize")
        .tokenEndpoint(server + "/token")
        .redirectUri("https://app.example/" + callback);
  }

  @Test
  void twoServersBehindOneRedirectUriShouldBeNamed() {
    var one = at("one", "https://one.example", "cb").build();
    var two = at("two", "https://two.example", "cb").requireIssuerInResponses().build();

    assertThat(SharedRedirectUris.warnings(List.of(one, two)))
        .singleElement()
        .asString()
        .contains("'one'", "'two'", "requireIssuerInResponses()");
  }

  @Test
  void whatCannotBeMixedUpShouldNotBeNamed() {
    var one = at("one", "https://one.example", "cb").build();
    var same = at("same", "https://one.example", "cb").build();
    var apart = at("apart", "https://two.example", "other").build();
    var strict = at("strict", "https://three.example", "iss").requireIssuerInResponses().build();
    var strictToo = at("too", "https://four.example", "iss").requireIssuerInResponses().build();

    assertThat(SharedRedirectUris.warnings(List.of(one, same, apart, strict, strictToo))).isEmpty();
  }
}
