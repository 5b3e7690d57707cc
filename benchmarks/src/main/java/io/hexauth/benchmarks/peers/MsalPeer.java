// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.peers;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import java.net.MalformedURLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@code com.microsoft.azure:msal4j}. */
@State(Scope.Benchmark)
public class MsalPeer {

  private final AtomicInteger requests = new AtomicInteger();
  private final ConfidentialClientApplication application = application();
  private final ClientCredentialParameters parameters =
      ClientCredentialParameters.builder(Set.of("https://api.example/.default")).build();

  /** Obtains the token, which the library then keeps in its cache. */
  @Setup
  public void fetch() {
    acquireToken();
  }

  private ConfidentialClientApplication application() {
    try {
      return ConfidentialClientApplication.builder(
              "client", ClientCredentialFactory.createFromSecret("secret"))
          .authority("https://login.microsoftonline.com/benchmark/")
          .instanceDiscovery(false)
          .httpClient(request -> answer())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse answer() {
    requests.incrementAndGet();
    var response = new HttpResponse();
    response.statusCode(200);
    response.body(
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":3600,"ext_expires_in":3600}"""
            .formatted(Tokens.VALUE));
    response.addHeaders(Map.of("Content-Type", List.of("application/json")));
    return response;
  }

  /** {@return the result, which has the token} */
  public IAuthenticationResult acquireToken() {
    return application.acquireToken(parameters).join();
  }

  int requests() {
    return requests.get();
  }
}
