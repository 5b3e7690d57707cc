// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import static java.util.Objects.requireNonNull;

import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access for which a token is requested: scopes, resources and audience. Equal requests can share a
 * token. Different requests never share one.
 */
public final class AccessRequest {

  private final Scopes scopes;
  private final Set<URI> resources;
  private final Optional<String> audience;

  private AccessRequest(Scopes scopes, Set<URI> resources, Optional<String> audience) {
    this.scopes = scopes;
    this.resources = resources;
    this.audience = audience;
  }

  /**
   * {@return a request for these scopes, without resource and audience}
   *
   * @param scopes the scopes; if there are none, the server decides
   */
  public static AccessRequest of(Scopes scopes) {
    return new AccessRequest(requireNonNull(scopes), Set.of(), Optional.empty());
  }

  /** {@return a copy with other scopes} */
  public AccessRequest withScopes(Scopes changed) {
    return new AccessRequest(requireNonNull(changed), resources, audience);
  }

  /**
   * {@return a copy for exactly this resource}
   *
   * @throws IllegalArgumentException as {@link #withResources}
   */
  public AccessRequest withResource(URI resource) {
    return withResources(Set.of(resource));
  }

  /**
   * {@return a copy for exactly these resources}
   *
   * @throws IllegalArgumentException if a resource is not an absolute URI or has a fragment
   */
  public AccessRequest withResources(Set<URI> changed) {
    Set<URI> copy = Set.copyOf(changed);
    for (URI resource : copy) {
      if (!resource.isAbsolute() || resource.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "A resource must be an absolute URI without a fragment (RFC 8707 §2)");
      }
    }
    return new AccessRequest(scopes, copy, audience);
  }

  /**
   * {@return a copy for this audience}
   *
   * @throws IllegalArgumentException if the audience is empty
   */
  public AccessRequest withAudience(String changed) {
    if (changed.isEmpty()) {
      throw new IllegalArgumentException("An audience must not be empty");
    }
    return new AccessRequest(scopes, resources, Optional.of(changed));
  }

  /** {@return the requested scopes; if there are none, the server decides} */
  public Scopes scopes() {
    return scopes;
  }

  /** {@return the resource indicators (RFC 8707 §2), absolute URIs without fragment} */
  public Set<URI> resources() {
    return resources;
  }

  /**
   * {@return the logical name of the API, for servers that use it instead of resources; empty if
   * there is none}
   */
  public Optional<String> audience() {
    return audience;
  }

  /**
   * {@return the resources of this request that {@code other} does not have} Resources are compared
   * character by character, as they are sent.
   */
  public Set<URI> resourcesWithout(AccessRequest other) {
    if (resources.isEmpty()) {
      return Set.of();
    }
    Set<String> known = other.sortedResources();
    return resources.stream()
        .filter(resource -> !known.contains(resource.toString()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** {@return the resources in a fixed order} */
  public Set<String> sortedResources() {
    Set<String> sorted = new TreeSet<>();
    resources.forEach(resource -> sorted.add(resource.toString()));
    return sorted;
  }

  /**
   * Compares resources character by character, as they are sent, although {@link URI} ignores the
   * case of some parts.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof AccessRequest that
            && scopes.equals(that.scopes)
            && audience.equals(that.audience)
            && resources.size() == that.resources.size()
            && (resources.isEmpty() || sortedResources().equals(that.sortedResources())));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * scopes.hashCode() + audience.hashCode()) + resources.hashCode();
  }

  @Override
  public String toString() {
    return "AccessRequest[scopes=%s, resources=%s, audience=%s]"
        .formatted(scopes, resources, audience);
  }
}
