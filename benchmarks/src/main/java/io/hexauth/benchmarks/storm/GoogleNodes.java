// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

import com.google.api.client.auth.oauth2.AuthorizationCodeFlow;
import com.google.api.client.auth.oauth2.BearerToken;
import com.google.api.client.auth.oauth2.ClientParametersAuthentication;
import com.google.api.client.auth.oauth2.Credential;
import com.google.api.client.auth.oauth2.StoredCredential;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.store.DataStore;
import com.google.api.client.util.store.MemoryDataStoreFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nodes of Google's OAuth client. Each node is a flow, and all nodes share one data store. Each
 * node loads its credential once for a round and shares it among its threads, because the library
 * locks on the credential.
 */
final class GoogleNodes implements Contender {

  private static final String USER = "alice";

  private final StormServer server = new StormServer(Duration.ofHours(1));
  private final HttpTransport transport = new NetHttpTransport();
  private final DataStore<StoredCredential> store;
  private final List<AuthorizationCodeFlow> flows = new ArrayList<>();
  private volatile List<Credential> credentials = List.of();

  GoogleNodes(int nodes) throws IOException {
    store = StoredCredential.getDefaultDataStore(new MemoryDataStoreFactory());
    for (int node = 0; node < nodes; node++) {
      flows.add(
          new AuthorizationCodeFlow.Builder(
                  BearerToken.authorizationHeaderAccessMethod(),
                  transport,
                  GsonFactory.getDefaultInstance(),
                  new GenericUrl(server.endpoint(node)),
                  new ClientParametersAuthentication("client", "secret"),
                  "client",
                  "https://login.example/authorize")
              .setCredentialDataStore(store)
              .build());
    }
  }

  @Override
  public String title() {
    return "Google `Credential` with a shared `DataStore`";
  }

  @Override
  public StormServer server() {
    return server;
  }

  @Override
  public void expire() throws IOException {
    StormServer.Issued grant = server.newGrant();
    store.set(
        USER,
        new StoredCredential()
            .setAccessToken(grant.accessToken())
            .setRefreshToken(grant.refreshToken())
            .setExpirationTimeMilliseconds(System.currentTimeMillis() - 1000));
    List<Credential> loaded = new ArrayList<>();
    for (AuthorizationCodeFlow flow : flows) {
      loaded.add(flow.loadCredential(USER));
    }
    credentials = List.copyOf(loaded);
  }

  @Override
  public Optional<String> call(int node) throws IOException {
    HttpRequest request =
        transport.createRequestFactory().buildGetRequest(new GenericUrl("https://api.example/"));
    credentials.get(node).intercept(request);
    return Optional.ofNullable(request.getHeaders().getAuthorization())
        .map(header -> header.substring("Bearer ".length()));
  }

  @Override
  public void close() {
    server.close();
  }
}
