// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.error;

import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.scope.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when there is no usable grant, or when an API demands more scopes or a stronger or more
 * recent authentication. {@link #reason()} returns the reason. What to do: ask the user for a new
 * consent with {@code startAuthorization}. If the client acts for itself, call {@code
 * obtainToken()}.
 */
public final class ReauthorizationRequiredException extends OAuthException {

  private static final long serialVersionUID = 1L;

  /** Reason why a new consent is needed. */
  public enum Reason {
    /** The user has not consented yet, or the stored grant was removed. */
    NO_GRANT("there is no stored grant of this principal"),
    /** The access token has expired and there is no refresh token. */
    NO_REFRESH_TOKEN("the access token has expired and there is no refresh token"),
    /**
     * The grant does not include the scopes or the resources of this view. {@link #missingScopes()}
     * returns the scopes that the user must consent to.
     */
    NOT_GRANTED("the grant does not include the requested scopes or resources"),
    /** The server has refused the refresh token. */
    GRANT_REFUSED("the server no longer accepts the grant"),
    /**
     * The server refused the refresh token twice without an OAuth error, the second time after a
     * pause. Either the grant has ended, or the client's credentials are wrong. The grant is kept.
     * After a further pause, Hexauth sends the refresh token again. If the server accepts it, the
     * grant works again.
     */
    REFUSED_WITHOUT_ERROR(
        "the server refused the refresh token twice without an OAuth error: either the grant has"
            + " ended, or the client id, secret or authentication method is wrong (if so,"
            + " refreshes of other users fail as well)"),
    /**
     * The server refused the refresh token after an earlier request whose answer was lost, or whose
     * scopes or resource were refused. The server had most likely replaced the refresh token, and
     * the new one is lost.
     */
    ROTATION_LOST("the server had most likely replaced the refresh token, and the new one is lost"),
    /**
     * An API refused the token because its scopes are not sufficient (RFC 6750 §3.1). {@link
     * #demand()} names sufficient scopes, if the API sent them.
     */
    INSUFFICIENT_SCOPE("an API demands more scopes than its token has"),
    /**
     * An API refused the token because the user's authentication is too weak or too old (RFC 9470
     * §3). {@link #demand()} contains the requirements.
     */
    INSUFFICIENT_USER_AUTHENTICATION(
        "an API demands a stronger or a more recent authentication of the user"),
    /** The grant was revoked. */
    REVOKED("the grant was revoked");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    private boolean isDemand() {
      return this == INSUFFICIENT_SCOPE || this == INSUFFICIENT_USER_AUTHENTICATION;
    }
  }

  private final Reason reason;
  private final String missingScopes;
  private final @Nullable String code;
  private final @Nullable String description;
  private final @Nullable String uri;
  private final String demandedScopes;
  private final String demandedAcrValues;
  private final @Nullable Duration demandedMaxAge;

  /**
   * Creates the exception for an unusable grant of {@code registration}.
   *
   * @param errorCode the server's error code; empty if no server was involved
   */
  public ReauthorizationRequiredException(
      ClientRegistrationId registration, Reason reason, Optional<OAuthErrorCode> errorCode) {
    this(registration, errorCode.map(OAuthError::of).orElse(null), reason);
  }

  /**
   * Creates the exception for a grant that the server of {@code registration} refused.
   *
   * @param error the server's error
   */
  public ReauthorizationRequiredException(
      ClientRegistrationId registration, Reason reason, OAuthError error) {
    this(registration, error, reason);
  }

  private ReauthorizationRequiredException(
      ClientRegistrationId registration, @Nullable OAuthError error, Reason reason) {
    this(
        registration,
        reason.text
            + (error == null ? "" : " (" + error.code().named() + ")")
            + "; send the user to consent, or call obtainToken() if the client acts for itself",
        reason,
        Scopes.none(),
        error,
        AuthorizationDemand.none());
  }

  private ReauthorizationRequiredException(
      ClientRegistrationId registration,
      String message,
      Reason reason,
      Scopes missing,
      @Nullable OAuthError error,
      AuthorizationDemand demand) {
    super(registration, message, null);
    this.reason = reason;
    this.missingScopes = missing.value();
    this.code = error == null ? null : error.code().value();
    this.description = error == null ? null : error.description().orElse(null);
    this.uri = error == null ? null : error.uri().orElse(null);
    this.demandedScopes = demand.scopes().value();
    this.demandedAcrValues = String.join(" ", demand.acrValues());
    this.demandedMaxAge = demand.maxAge().orElse(null);
  }

  private ReauthorizationRequiredException(ReauthorizationRequiredException original) {
    super(original);
    this.reason = original.reason;
    this.missingScopes = original.missingScopes;
    this.code = original.code;
    this.description = original.description;
    this.uri = original.uri;
    this.demandedScopes = original.demandedScopes;
    this.demandedAcrValues = original.demandedAcrValues;
    this.demandedMaxAge = original.demandedMaxAge;
  }

  @Override
  public ReauthorizationRequiredException forCaller() {
    return new ReauthorizationRequiredException(this);
  }

  /**
   * {@return the exception for a view with scopes or resources that the grant does not include}
   *
   * @param missing the requested scopes that were not granted; may be empty
   * @param missingResources the requested resources that were not granted; may be empty. Only the
   *     message contains them
   */
  public static ReauthorizationRequiredException notGranted(
      ClientRegistrationId registration, Scopes missing, Set<URI> missingResources) {
    return new ReauthorizationRequiredException(
        registration,
        Reason.NOT_GRANTED.text
            + (missing.isEmpty() ? "" : "; missing scopes: " + missing)
            + (missingResources.isEmpty() ? "" : "; missing resources: " + sorted(missingResources))
            + "; send the user to consent, or allow the client to request this access at the"
            + " server",
        Reason.NOT_GRANTED,
        missing,
        null,
        AuthorizationDemand.none());
  }

  /**
   * {@return the exception for an API that demands more scopes, or a stronger or more recent
   * authentication of the user}
   *
   * @param reason {@link Reason#INSUFFICIENT_SCOPE} or {@link
   *     Reason#INSUFFICIENT_USER_AUTHENTICATION}
   * @param demand the requirements for a new authorization
   */
  public static ReauthorizationRequiredException demanded(
      ClientRegistrationId registration, Reason reason, AuthorizationDemand demand) {
    return new ReauthorizationRequiredException(
        registration,
        reason.text
            + "; send the user to consent to the requirements in demand(), or allow the client to"
            + " request them at the server",
        reason,
        Scopes.none(),
        null,
        demand);
  }

  private static String sorted(Set<URI> resources) {
    return resources.stream().map(URI::toString).sorted().collect(Collectors.joining(" "));
  }

  /** {@return the reason for the new consent} */
  public Reason reason() {
    return reason;
  }

  /**
   * {@return the requested scopes that were not granted, with {@link Reason#NOT_GRANTED}; otherwise
   * none} To get them, start an authorization with {@code AuthorizationOptions.scopes}.
   */
  public Scopes missingScopes() {
    return Scopes.parse(missingScopes);
  }

  /** {@return the server's error code; empty if no server was involved, or if it sent none} */
  public Optional<OAuthErrorCode> errorCode() {
    return error().map(OAuthError::code);
  }

  /**
   * {@return the server's error; empty if no server was involved, or if it sent no OAuth error} The
   * description is present only in the call that received the answer, because the store keeps the
   * code only.
   */
  public Optional<OAuthError> error() {
    return code == null ? Optional.empty() : Optional.of(OAuthError.of(code, description, uri));
  }

  /**
   * {@return the demand of an API, with {@link Reason#INSUFFICIENT_SCOPE} and {@link
   * Reason#INSUFFICIENT_USER_AUTHENTICATION}; otherwise empty} To satisfy it, start an
   * authorization with {@code AuthorizationOptions.satisfying}.
   */
  public Optional<AuthorizationDemand> demand() {
    if (!reason.isDemand()) {
      return Optional.empty();
    }
    AuthorizationDemand demand =
        AuthorizationDemand.none()
            .withScopes(Scopes.parse(demandedScopes))
            .withAcrValues(
                demandedAcrValues.isEmpty()
                    ? List.of()
                    : List.of(demandedAcrValues.split(" ", -1)));
    return Optional.of(demandedMaxAge == null ? demand : demand.withMaxAge(demandedMaxAge));
  }
}
