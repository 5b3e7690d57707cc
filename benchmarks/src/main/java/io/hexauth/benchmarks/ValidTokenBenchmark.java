// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks;

import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.hexauth.benchmarks.peers.ApimaticPeer;
import io.hexauth.benchmarks.peers.GooglePeer;
import io.hexauth.benchmarks.peers.MsalPeer;
import io.hexauth.benchmarks.peers.SpringPeer;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.ApiRequest;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Returning a token that is still valid, with one registration. Other libraries run through their
 * public API. Objects that a caller can keep, such as requests, parameters and principals, are
 * created before the measurement.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ValidTokenBenchmark {

  /** The least work of a correct program, with which all other results are compared. */
  @Benchmark
  public String limit(LeastClient least) {
    return least.token();
  }

  /** {@code OAuthClient.token()}. */
  @Benchmark
  public OAuthToken client(HexauthClient hexauth) {
    return hexauth.client.token();
  }

  /** {@code OAuthSession.token()} of a session that the caller keeps. */
  @Benchmark
  public OAuthToken session(HexauthClient hexauth) {
    return hexauth.session.token();
  }

  /**
   * {@code OAuthSession.authorize} and reading its header. Each call has a new request object, as
   * in an adapter.
   */
  @Benchmark
  public String authorize(HexauthClient hexauth, HeaderOfCall header) {
    hexauth.session.authorize(new OutgoingRequest(hexauth)).headers(header);
    return header.value;
  }

  /** Keeps the header of the last call. */
  @State(Scope.Thread)
  public static class HeaderOfCall implements BiConsumer<String, String> {

    private String value = "";

    @Override
    public void accept(String name, String header) {
      value = header;
    }
  }

  private record OutgoingRequest(Object original) implements ApiRequest {

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public URI uri() {
      return URI.create("https://api.example/empty");
    }
  }

  /** {@code Credential.intercept} of Google's OAuth client. */
  @Benchmark
  public Object google(GooglePeer google, GooglePeer.Call call) throws IOException {
    return google.authorize(call);
  }

  /** {@code validate} and {@code apply}, which an APIMatic-generated SDK calls for each request. */
  @Benchmark
  public Object apimatic(ApimaticPeer apimatic, ApimaticPeer.Call call) {
    return apimatic.authorize(call);
  }

  /** {@code AuthorizedClientServiceOAuth2AuthorizedClientManager.authorize}. */
  @Benchmark
  public @Nullable Object spring(SpringPeer spring) {
    return spring.authorize();
  }

  /** {@code acquireToken} of MSAL4J, from its cache. */
  @Benchmark
  public IAuthenticationResult msal(MsalPeer msal) {
    return msal.acquireToken();
  }
}
