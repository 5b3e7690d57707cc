// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import io.hexauth.ports.api.ApiAnswer;
import io.hexauth.ports.api.ApiAuthorization;
import io.hexauth.ports.api.ApiRequest;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.Optional;

/** An API as an application calls it: with the JDK's client, and tokens of one session. */
final class Orders {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI uri;
  private final OAuthSession session;

  Orders(URI uri, OAuthSession session) {
    this.uri = uri;
    this.session = session;
  }

  /** Thrown if the API answers with a failure. */
  static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failed(int status) {
      super("status " + status);
    }
  }

  /** Throws {@link Failed} if the status is not a success. */
  String list() {
    return success(get());
  }

  String order(String what) {
    return success(send("POST", what));
  }

  HttpResponse<String> get() {
    return send("GET", "");
  }

  private static String success(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new Failed(response.statusCode());
    }
    return response.body();
  }

  private HttpResponse<String> send(String method, String body) {
    var request = new Request(method, uri);
    ApiAuthorization with = session.authorize(request);
    while (true) {
      HttpResponse<String> response = send(request, body, with);
      Recovery recovery = session.recover(request, with, new Answer(response));
      if (recovery.refusal().isPresent()) {
        throw recovery.refusal().get();
      }
      Optional<ApiAuthorization> again = recovery.again();
      if (again.isEmpty()) {
        return response;
      }
      with = again.get();
    }
  }

  private static HttpResponse<String> send(Request request, String body, ApiAuthorization with) {
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(request.uri())
            .method(
                request.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    with.headers(sent::header);
    try {
      return HTTP.send(sent.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  private record Request(String method, URI uri) implements ApiRequest {}

  private record Answer(HttpResponse<String> response) implements ApiAnswer {

    @Override
    public int status() {
      return response.statusCode();
    }

    @Override
    public Collection<String> headers(String name) {
      return response.headers().allValues(name);
    }
  }
}
