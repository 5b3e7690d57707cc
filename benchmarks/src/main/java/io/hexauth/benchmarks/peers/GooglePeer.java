// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

import com.google.api.client.auth.oauth2.BearerToken;
import com.google.api.client.auth.oauth2.Credential;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.javanet.NetHttpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@code com.google.oauth-client:google-oauth-client}. */
@State(Scope.Benchmark)
public class GooglePeer {

  private final Credential credential =
      new Credential(BearerToken.authorizationHeaderAccessMethod())
          .setAccessToken(Tokens.VALUE)
          .setExpiresInSeconds(3600L);

  /** The request to which the token is added. It is kept, so that its creation is not measured. */
  @State(Scope.Thread)
  public static class Call {

    private final HttpRequest request = request();

    private static HttpRequest request() {
      try {
        return new NetHttpTransport()
            .createRequestFactory()
            .buildGetRequest(new GenericUrl("https://api.example/orders"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@return the headers of the request, to which the credential has added the token} */
  public Object authorize(Call call) throws IOException {
    credential.intercept(call.request);
    return call.request.getHeaders();
  }

  String authorization(Call call) throws IOException {
    credential.intercept(call.request);
    return call.request.getHeaders().getAuthorization();
  }
}
