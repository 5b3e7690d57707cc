// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.ports.api.OAuthClients;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Report on the wiring of an injector, logged for operators. Created once for each injector. */
final class StartReport {

  private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

  private final OAuthClients clients;
  private final TokenStore tokens;
  private final PendingAuthorizationStore pending;
  private final TokenCipher cipher;
  private final OAuthTransport transport;

  @Inject
  StartReport(
      OAuthClients clients,
      TokenStore tokens,
      PendingAuthorizationStore pending,
      TokenCipher cipher,
      OAuthTransport transport) {
    this.clients = clients;
    this.tokens = tokens;
    this.pending = pending;
    this.cipher = cipher;
    this.transport = transport;
    // Creating a client loads classes. A separate thread does this, so that the injector does not
    // wait.
    var writer = new Thread(this::write, "hexauth-start-report");
    writer.setDaemon(true);
    writer.start();
  }

  private void write() {
    try {
      LOG.info("{}", text());
    } catch (RuntimeException e) {
      LOG.warn("The start report could not be created; nothing else is affected", e);
    }
  }

  private String text() {
    List<ClientRegistration> registrations =
        clients.ids().stream()
            .sorted(Comparator.comparing(ClientRegistrationId::value))
            .map(id -> clients.get(id).registration())
            .toList();
    var lines = new ArrayList<String>();
    lines.add("Hexauth has started; client registrations: " + registrations.size());
    registrations.forEach(registration -> lines.add(line(registration)));
    lines.add("token store: " + name(tokens));
    lines.add("store of pending authorizations: " + name(pending));
    lines.add("cipher: " + name(cipher) + ", seals with key " + cipher.keys().primary());
    lines.add("transport: " + name(transport));
    List<String> choices = choices(registrations);
    lines.add(choices.isEmpty() ? "insecure choices: none" : "insecure choices:");
    choices.forEach(choice -> lines.add("  " + choice));
    return String.join("\n  ", lines);
  }

  private static String line(ClientRegistration registration) {
    return "'"
        + registration.id()
        + "': "
        + registration.grant().type()
        + " as client '"
        + registration.clientId().value()
        + "' ("
        + registration.authentication().method().value()
        + ") at "
        + server(registration)
        + (registration.scopes().isEmpty() ? "" : ", scopes " + registration.scopes());
  }

  private static String server(ClientRegistration registration) {
    var endpoints = registration.endpoints();
    return endpoints
        .issuer()
        .map(issuer -> issuer.value())
        .or(() -> endpoints.token().map(endpoint -> endpoint.origin().toString()))
        .orElse("an unknown server");
  }

  private List<String> choices(List<ClientRegistration> registrations) {
    Stream<String> ofRegistrations =
        registrations.stream()
            .flatMap(
                registration ->
                    choices(registration).map(choice -> "'" + registration.id() + "': " + choice));
    Stream<String> ofParts =
        Stream.of(
                chosen(
                    name(tokens).startsWith("InMemory"),
                    "tokens are in the memory of this process only: a restart loses them"),
                chosen(
                    name(pending).startsWith("InMemory"),
                    "pending authorizations are in the memory of this process only: other nodes"
                        + " cannot finish them"),
                chosen(
                    name(cipher).startsWith("Unencrypted"),
                    "tokens are stored unencrypted: every reader of the store can read them"))
            .flatMap(choice -> choice);
    return Stream.concat(ofRegistrations, ofParts).toList();
  }

  private static Stream<String> choices(ClientRegistration registration) {
    return Stream.of(
            chosen(
                registration.plainHttpOnLoopback(),
                "plain HTTP to loopback (allowPlainHttpOnLoopback)"),
            chosen(
                !registration.plainHttpHosts().isEmpty(),
                "plain HTTP to "
                    + String.join(", ", registration.plainHttpHosts().stream().sorted().toList())
                    + " (allowPlainHttp)"),
            chosen(
                registration.sharedRedirectUri(),
                "callbacks can be confused with those of another server (allowSharedRedirectUri)"),
            chosen(
                !registration.privateOrigins().isEmpty(),
                "discovered endpoints may be in a private network (allowPrivateEndpoints)"),
            chosen(!registration.pkce(), "no PKCE (withoutPkce)"),
            chosen(
                registration.grant().type().equals(GrantType.PASSWORD),
                "the password grant, which RFC 9700 advises against"))
        .flatMap(choice -> choice);
  }

  private static Stream<String> chosen(boolean is, String text) {
    return is ? Stream.of(text) : Stream.empty();
  }

  private static String name(Object part) {
    return part.getClass().getSimpleName();
  }
}
