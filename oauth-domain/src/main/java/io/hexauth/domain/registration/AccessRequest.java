// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Access that a token is requested for. Two equal requests may share one token; two different ones
 * never do.
 *
 * @param scopes the scopes asked for; none leaves the choice to the server
 * @param resources the resource indicators (RFC 8707 §2), absolute URIs without fragment
 * @param audience the logical name of the API, for servers that use one instead of resources
 */
public record AccessRequest(Scopes scopes, Set<URI> resources, Optional<String> audience) {

  /**
   * @throws IllegalArgumentException if a resource is not an absolute URI or has a fragment, or the
   *     audience is empty
   */
  public AccessRequest {
    resources = Set.copyOf(resources);
    for (URI resource : resources) {
      if (!resource.isAbsolute() || resource.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "A resource is an absolute URI without fragment (RFC 8707 §2)");
      }
    }
    if (audience.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("An audience is not empty");
    }
  }

  /** {@return a request for these scopes, without resource and audience} */
  public static AccessRequest of(Scopes scopes) {
    return new AccessRequest(scopes, Set.of(), Optional.empty());
  }

  /** {@return a copy with other scopes} */
  public AccessRequest withScopes(Scopes changed) {
    return new AccessRequest(changed, resources, audience);
  }

  /** {@return a copy for exactly this resource} */
  public AccessRequest withResource(URI resource) {
    return new AccessRequest(scopes, Set.of(resource), audience);
  }

  /** {@return a copy for exactly these resources} */
  public AccessRequest withResources(Set<URI> changed) {
    return new AccessRequest(scopes, changed, audience);
  }

  /** {@return a copy for this audience} */
  public AccessRequest withAudience(String changed) {
    return new AccessRequest(scopes, resources, Optional.of(changed));
  }

  /**
   * {@return the resources of this request that are not among those of {@code other}} Compared
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

  /** Resources count character by character, as they are sent; {@link URI} ignores case. */
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
}
