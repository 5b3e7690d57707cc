// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of an authorization server, from a registration or published by the server. Immutable,
 * safe for use by multiple threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-2">RFC 8414 §2</a>
 */
public final class ServerMetadata {

  private final Optional<Issuer> issuer;
  private final Map<EndpointKind, Endpoint> endpoints;
  private final boolean issuerInResponses;
  private final Optional<Set<String>> challengeMethods;

  ServerMetadata(
      Optional<Issuer> issuer,
      Map<EndpointKind, Endpoint> endpoints,
      boolean issuerInResponses,
      Optional<Set<String>> challengeMethods) {
    var copy = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    copy.putAll(endpoints);
    this.issuer = issuer;
    this.endpoints = Collections.unmodifiableMap(copy);
    this.issuerInResponses = issuerInResponses;
    this.challengeMethods = challengeMethods.map(Set::copyOf);
  }

  /**
   * Reads the metadata document of a server.
   *
   * @param members the JSON values by name; members that the client does not use may have any type
   * @param asked the issuer whose metadata was requested
   * @return the metadata. Each registration still checks whether it allows the hosts
   * @throws IllegalArgumentException if the document belongs to another issuer, has no token
   *     endpoint, or has a malformed member that the client uses; the message names the member and
   *     contains no value
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3">RFC 8414 §3.3</a>
   */
  public static ServerMetadata read(Map<String, ?> members, Issuer asked) {
    return new MetadataDocument(members).read(asked);
  }

  /**
   * Returns this metadata without endpoints that have moved. If an endpoint is at another origin
   * than in {@code known}, the result has its known URL. An endpoint that {@code known} does not
   * have must be at the origin of the issuer or of a known endpoint.
   */
  public ServerMetadata since(ServerMetadata known) {
    var origins = new HashSet<Origin>();
    known.issuer.map(Issuer::origin).ifPresent(origins::add);
    known.endpoints.values().forEach(endpoint -> origins.add(endpoint.origin()));
    var kept = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    endpoints.forEach(
        (kind, endpoint) -> {
          Endpoint before = known.endpoints.get(kind);
          if (before != null) {
            kept.put(kind, before.origin().equals(endpoint.origin()) ? endpoint : before);
          } else if (origins.contains(endpoint.origin())) {
            kept.put(kind, endpoint);
          }
        });
    return new ServerMetadata(issuer, kept, issuerInResponses, challengeMethods);
  }

  /** {@return this metadata, in which the configured values replace the published ones} */
  ServerMetadata overriddenBy(ServerMetadata configured) {
    var all = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    all.putAll(endpoints);
    all.putAll(configured.endpoints);
    return new ServerMetadata(
        issuer, all, issuerInResponses || configured.issuerInResponses, challengeMethods);
  }

  /** {@return the token endpoint (RFC 6749 §3.2)} */
  public Optional<Endpoint> token() {
    return endpoint(EndpointKind.TOKEN);
  }

  /** {@return the endpoint for refreshes, if it differs from the token endpoint} */
  public Optional<Endpoint> refresh() {
    return endpoint(EndpointKind.REFRESH);
  }

  /** {@return the authorization endpoint, at which users consent (RFC 6749 §3.1)} */
  public Optional<Endpoint> authorization() {
    return endpoint(EndpointKind.AUTHORIZATION);
  }

  /**
   * {@return the revocation endpoint (RFC 7009 §2); if empty, a grant is revoked in the store only}
   */
  public Optional<Endpoint> revocation() {
    return endpoint(EndpointKind.REVOCATION);
  }

  /**
   * {@return the issuer identifier of the server, with which Hexauth compares the {@code iss} of a
   * callback (RFC 9207); if it is empty, only the origin of {@code iss} is checked}
   */
  public Optional<Issuer> issuer() {
    return issuer;
  }

  /**
   * {@return true if the server always sends {@code iss} in authorization responses; a callback
   * without it is then refused (RFC 9207 §3)}
   */
  public boolean issuerInResponses() {
    return issuerInResponses;
  }

  /** {@return the code challenge methods that the server publishes; empty if it publishes none} */
  public Optional<Set<String>> challengeMethods() {
    return challengeMethods;
  }

  /**
   * {@return the endpoint for requests with this grant type}
   *
   * @throws java.util.NoSuchElementException if there is no token endpoint
   */
  public Endpoint forGrant(GrantType type) {
    return (type.equals(GrantType.REFRESH_TOKEN) ? refresh() : Optional.<Endpoint>empty())
        .or(this::token)
        .orElseThrow();
  }

  /**
   * {@return the token endpoint; if it is not known yet, the issuer} This URL identifies the server
   * before its metadata has been fetched.
   */
  public Endpoint address() {
    return token().orElseGet(() -> new Endpoint(URI.create(issuer.orElseThrow().value())));
  }

  Optional<Endpoint> endpoint(EndpointKind kind) {
    return Optional.ofNullable(endpoints.get(kind));
  }

  Map<EndpointKind, Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerMetadata that && facts().equals(that.facts());
  }

  @Override
  public int hashCode() {
    return facts().hashCode();
  }

  private List<Object> facts() {
    return List.of(issuer, endpoints, issuerInResponses, challengeMethods);
  }

  /** Shows the URLs without their queries, because the queries of some servers contain keys. */
  @Override
  public String toString() {
    return "ServerMetadata["
        + issuer.map(Issuer::value).orElse("")
        + ", "
        + endpoints.keySet()
        + "]";
  }
}
