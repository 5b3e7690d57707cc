// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import feign.Feign;
import feign.RequestLine;
import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.http.feign.OAuthFeign;
import io.hexauth.ports.api.OAuthClient;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.api.OAuthEventListener;
import io.hexauth.ports.api.OAuthMaintenance;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.ports.api.TokenEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;

/**
 * Names that blocks use without a declaration, because the text around them explains them. All of
 * them are real objects, which {@link Surroundings} creates.
 */
public class Given {

  protected final String issuer;
  protected final String secret;
  protected final String password;
  protected final String url;
  protected final ClientRegistration billing;
  protected final ClientRegistration spotify;
  protected final OAuthClients clients;
  protected final OAuthClient client;
  protected final OAuthSession alice;
  protected final OAuthMaintenance maintenance;
  protected final OAuth2AuthorizedClientService authorizedClients = Springs.authorizedClients();
  protected final String cookie;
  protected final String requested;
  protected final DataSource pool;
  protected final String redisUri;
  protected final Path keyset;
  protected final Aead kms;
  protected final KeysetHandle handle;
  protected final byte[] cleartext;
  protected final SSLContext contextThatTrustsOurCa;

  /** Creates a copy with the same objects. */
  protected Given(Given other) {
    this.issuer = other.issuer;
    this.secret = other.secret;
    this.password = other.password;
    this.url = other.url;
    this.billing = other.billing;
    this.spotify = other.spotify;
    this.clients = other.clients;
    this.client = other.client;
    this.alice = other.alice;
    this.maintenance = other.maintenance;
    this.cookie = other.cookie;
    this.requested = other.requested;
    this.pool = other.pool;
    this.redisUri = other.redisUri;
    this.keyset = other.keyset;
    this.kms = other.kms;
    this.handle = other.handle;
    this.cleartext = other.cleartext;
    this.contextThatTrustsOurCa = other.contextThatTrustsOurCa;
  }

  Given(Surroundings around, Supplier<String> callback) {
    this.issuer = around.server().issuer().toString();
    this.secret = Surroundings.SECRET;
    this.password = Surroundings.PASSWORD;
    this.url = issuer;
    this.billing = around.billing();
    this.spotify = around.spotify();
    this.clients = around.clients();
    this.client = clients.get("billing");
    this.alice = clients.get("spotify").session("alice");
    this.maintenance = around.maintenance();
    this.cookie = Surroundings.COOKIE;
    this.requested = callback.get();
    this.pool = around.newDatabase();
    this.redisUri = around.redisUri();
    this.keyset = around.keyset();
    this.kms = around.kms();
    this.handle = around.handle();
    this.cleartext = around.cleartext();
    this.contextThatTrustsOurCa = around.sslContext();
  }

  /** {@return the password of a user of the forward proxy} */
  protected String proxyPassword() {
    return "password-of-the-proxy";
  }

  /** {@return the token that the application has stored itself: none} */
  protected Optional<OAuthToken> loadTokenFromDatabase() {
    return Optional.empty();
  }

  /** Asks this user to connect again. */
  protected void askToConnectAgain(Principal user) {
    // An application would send a message.
  }

  /** Scopes of an application. */
  public enum OAuthScope implements Scope {
    READ_SCOPE("read"),
    WRITE_SCOPE("write");

    private final String value;

    OAuthScope(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }

  /** Two scopes of Spotify. */
  public enum SpotifyScope implements Scope {
    APP_REMOTE_CONTROL("app-remote-control"),
    PLAYLIST_READ_PRIVATE("playlist-read-private");

    private final String value;

    SpotifyScope(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }

  /** API for the service itself. */
  public interface Billing {
    @RequestLine("GET /api")
    String invoices();
  }

  /** API for users. */
  public interface Playlists {
    @RequestLine("GET /api")
    String playlists();
  }

  /** {@return an API that demands more than the user has consented to} */
  protected Reports reportsOf(OAuthSession session) {
    return Feign.builder().addCapability(OAuthFeign.of(session)).target(Reports.class, url);
  }

  /** API for administrators. */
  public interface Reports {
    @RequestLine("GET /reports")
    String reports();
  }

  /** Listener of the application. */
  public static final class AuditLog implements OAuthEventListener {
    @Override
    public void onToken(TokenEvent event) {
      // An application would write a line.
    }
  }
}
