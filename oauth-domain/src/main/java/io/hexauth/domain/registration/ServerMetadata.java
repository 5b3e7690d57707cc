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
 * Facts about an authorization server: as a registration configures them, or as the server
 * publishes them. Immutable, safe for use by multiple threads.
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
   * Reads what a server publishes.
   *
   * @param members JSON values by name; those that the client does not use may have any type
   * @param asked the issuer by which it was found
   * @return the metadata; which hosts may be reached is for each registration to say
   * @throws IllegalArgumentException if it is not of this issuer, has no token endpoint, or a
   *     member that the client uses is malformed; the message names the member and repeats no value
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414.html#section-3.3">RFC 8414 §3.3</a>
   */
  public static ServerMetadata read(Map<String, ?> members, Issuer asked) {
    return new MetadataDocument(members).read(asked);
  }

  /**
   * {@return this metadata, but for endpoints that have moved to another origin since: of these the
   * known ones stay, and one that is new must be where the issuer or another endpoint was before}
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

  /** {@return this metadata with what an application configures in place of it} */
  ServerMetadata overriddenBy(ServerMetadata configured) {
    var all = new EnumMap<EndpointKind, Endpoint>(EndpointKind.class);
    all.putAll(endpoints);
    all.putAll(configured.endpoints);
    return new ServerMetadata(
        issuer, all, issuerInResponses || configured.issuerInResponses, challengeMethods);
  }

  /** {@return the endpoint where tokens are asked for (RFC 6749 §3.2)} */
  public Optional<Endpoint> token() {
    return endpoint(EndpointKind.TOKEN);
  }

  /** {@return the endpoint where they are refreshed, if the server has a second URL for it} */
  public Optional<Endpoint> refresh() {
    return endpoint(EndpointKind.REFRESH);
  }

  /** {@return the endpoint where users consent (RFC 6749 §3.1)} */
  public Optional<Endpoint> authorization() {
    return endpoint(EndpointKind.AUTHORIZATION);
  }

  /**
   * {@return the endpoint where tokens are revoked (RFC 7009 §2); without it a revocation is local
   * only}
   */
  public Optional<Endpoint> revocation() {
    return endpoint(EndpointKind.REVOCATION);
  }

  /** {@return the identifier of the server; without it the check of RFC 9207 is off} */
  public Optional<Issuer> issuer() {
    return issuer;
  }

  /**
   * {@return whether the server promises {@code iss} in authorization responses, so that a missing
   * one is an attack (RFC 9207 §3)}
   */
  public boolean issuerInResponses() {
    return issuerInResponses;
  }

  /** {@return the methods of code challenges that the server names; empty if it names none} */
  public Optional<Set<String>> challengeMethods() {
    return challengeMethods;
  }

  /**
   * {@return the endpoint that a request with this grant type goes to}
   *
   * @throws java.util.NoSuchElementException if there is no token endpoint
   */
  public Endpoint forGrant(GrantType type) {
    return (type.equals(GrantType.REFRESH_TOKEN) ? refresh() : Optional.<Endpoint>empty())
        .or(this::token)
        .orElseThrow();
  }

  /**
   * {@return the URL that stands for the server where its endpoints are not known yet: the token
   * endpoint, else the issuer}
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

  /** Without the queries of its URLs, which some deployments keep a key in. */
  @Override
  public String toString() {
    return "ServerMetadata["
        + issuer.map(Issuer::value).orElse("")
        + ", "
        + endpoints.keySet()
        + "]";
  }
}
