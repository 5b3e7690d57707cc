// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.core.OAuthClientModule;
import io.hexauth.domain.token.OAuthToken;
import io.hexauth.ports.api.OAuthClient;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * H7: no {@code toString()} of a public type of domain, ports and core shows a secret. The types
 * are found by reflection. Every shown component must be in the list of allowed ones, so that a new
 * component is reviewed.
 */
class PublicTypesTest {

  static final Pattern SHOWN = Pattern.compile("canary\\.([A-Za-z]+\\.[A-Za-z]+)");

  /**
   * Allowed components: names, codes, hashes and texts of Hexauth. None of them authorizes a
   * request.
   */
  static final Set<String> MAY_BE_SHOWN =
      Set.of(
          "AccessRequest.audience",
          "AccessRequest.resources",
          "Batch.next",
          "ClientId.value",
          "Endpoint.uri",
          "Envelope.keyId",
          "GrantRecord.commitId",
          "GrantRecord.errorText",
          "GrantRecord.others",
          "FittedToken.accessTokenProblem",
          "FittedToken.refreshTokenProblem",
          "KnownMetadata.problem",
          "Keys.primary",
          "Keys.readable",
          "Lease.attemptId",
          "Lease.owner",
          "LeaseTerms.attemptId",
          "LeaseTerms.owner",
          "Meaning.summary",
          "NoAnswer.detail",
          "NotSent.detail",
          "OAuthError.description",
          "OAuthError.uri",
          "OAuthErrorCode.value",
          "PendingAuthorization.issuer",
          "PendingAuthorization.userAgentHash",
          "Principal.name",
          "Principal.tenant",
          "Sealed.keyId",
          "SealedCredential.commitId",
          "StoredGrant.fields",
          "RefusedWithoutError.problem",
          "TooLarge.problem",
          "Unknown.detail",
          "Unusable.problem",
          "Unreadable.problem",
          "OAuthClientConfig.namespace");

  /** Records of services, without a text of their own. */
  private static final Set<String> OF_SERVICES = Set.of("IssuedGrant", "Permit", "ServerTasks");

  private static List<Class<?>> types;

  @BeforeAll
  static void find() {
    types =
        Stream.of(OAuthToken.class, OAuthClient.class, OAuthClientModule.class)
            .flatMap(anchor -> Classes.publicOnes(anchor).stream())
            .toList();
    assertThat(types).as("public types").hasSizeGreaterThan(90);
  }

  static Stream<Class<?>> records() {
    find();
    return types.stream()
        .filter(Class::isRecord)
        .filter(type -> !OF_SERVICES.contains(type.getSimpleName()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordShouldShowNothingButWhatIsListed(Class<?> type) {
    String shown = Samples.of(type).toString();

    Set<String> components = new TreeSet<>();
    var each = SHOWN.matcher(shown);
    while (each.find()) {
      components.add(each.group(1));
    }
    assertThat(MAY_BE_SHOWN).as("what may be shown, by " + type).containsAll(components);
  }

  @Test
  void theListShouldHaveNothingThatIsNotShown() {
    Set<String> shown =
        records()
            .map(type -> Samples.of(type).toString())
            .flatMap(text -> SHOWN.matcher(text).results().map(m -> m.group(1)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(new TreeSet<>(MAY_BE_SHOWN)).isEqualTo(shown);
  }

  @Test
  void nothingButExceptionsAndEnumsShouldBeSerializable() {
    assertThat(types)
        .filteredOn(Serializable.class::isAssignableFrom)
        .allMatch(type -> type.isEnum() || Throwable.class.isAssignableFrom(type));
  }

  /** {@link LiveObjectsTest} tests these classes with secrets. */
  @Test
  void theClassesWithATextOfTheirOwnShouldBeKnown() {
    assertThat(types)
        .filteredOn(type -> !type.isRecord() && !type.isInterface() && !type.isEnum())
        .filteredOn(PublicTypesTest::hasOwnText)
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrder(
            "AccessRequest",
            "AccessToken",
            "AuthorizationCallback",
            "AuthorizationDemand",
            "AuthorizationRedirect",
            "ClientSecret",
            "Credentials",
            "ExtraParameters",
            "Form",
            "IdToken",
            "RefreshSettings",
            "RefreshToken",
            "ResourceOwner",
            "State",
            "UserAgentBinding",
            "ClientRegistration",
            "ConnectionStatus",
            "Incident",
            "Measurement",
            "OAuthEvent",
            "TokenEvent",
            "OAuthToken",
            "Recovery",
            "RevisedRegistration",
            "ServerMetadata",
            "StoredGrant",
            "TokenResponseFormat",
            "TransportRequest",
            "TaskPool",
            "Running");
  }

  private static boolean hasOwnText(Class<?> type) {
    try {
      Class<?> owner = type.getMethod("toString").getDeclaringClass();
      return owner != Object.class && owner != Throwable.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}
