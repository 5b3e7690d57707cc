// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

import com.paypal.sdk.authentication.ClientCredentialsAuthManager;
import com.paypal.sdk.authentication.ClientCredentialsAuthModel;
import com.paypal.sdk.http.Headers;
import com.paypal.sdk.http.request.HttpMethod;
import com.paypal.sdk.http.request.HttpRequest;
import com.paypal.sdk.models.OAuthToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@code com.paypal.sdk:paypal-server-sdk}, an SDK that APIMatic generated. */
@State(Scope.Benchmark)
public class ApimaticPeer {

  private final ClientCredentialsAuthManager manager =
      new ClientCredentialsAuthManager(
          new ClientCredentialsAuthModel.Builder("client", "secret")
              .oAuthToken(
                  new OAuthToken.Builder(Tokens.VALUE, "Bearer")
                      .expiresIn(3600L)
                      .expiry(Instant.now().getEpochSecond() + 3600)
                      .build())
              .build());

  /** The request to which the token is added. It is kept, so that its creation is not measured. */
  @State(Scope.Thread)
  public static class Call {

    private final HttpRequest request =
        new HttpRequest(
            HttpMethod.GET,
            new StringBuilder("https://api.example/orders"),
            new Headers(),
            new HashMap<>(),
            List.of());
  }

  /** {@return the request, to which the SDK has added the token} */
  public Object authorize(Call call) {
    manager.validate();
    return manager.apply(call.request);
  }

  String authorization(Call call) {
    authorize(call);
    return call.request.getHeaders().value("Authorization");
  }
}
