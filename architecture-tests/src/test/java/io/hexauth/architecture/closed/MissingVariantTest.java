// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.closed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hexauth.architecture.closed.Sources.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compiler requires that a new variant has all methods of the other variants, and that code for
 * each variant handles the new one. The test compiles changed copies of the sources.
 */
class MissingVariantTest {

  private static final String REGISTRATION = "io.hexauth.domain.registration.";
  private static final String GRANT = "io.hexauth.domain.internal.grant.";
  private static final String REFRESH = "io.hexauth.domain.internal.refresh.";
  private static final String INTERNAL = "io.hexauth.core.internal.";

  @TempDir Path output;

  /**
   * A new variant.
   *
   * @param file the file of the sealed type
   * @param behind the text after which the variant is inserted
   * @param head the start of the variant's declaration
   * @param methods the methods by name, with the compiler's name for each
   */
  private record Variant(Source file, String behind, String head, Map<String, String> methods) {

    /** {@return the file of the sealed type with the variant, without one of its methods} */
    private Source without(String missing) {
      var body = new StringBuilder();
      methods.forEach((name, method) -> body.append(name.equals(missing) ? "" : method + "\n"));
      return file.with(behind, head + " {\n" + body + "}");
    }

    private Source whole() {
      return without("nothing");
    }

    private String name() {
      return head.replaceFirst("record (\\w+).*", "$1");
    }

    @Override
    public String toString() {
      return name();
    }
  }

  private static Variant authentication() {
    return new Variant(
        Source.of(Sources.file("oauth-domain", REGISTRATION + "ClientAuthentication")),
        "public sealed interface ClientAuthentication {",
        "record PrivateKeyJwt() implements ClientAuthentication",
        methods(
            "method", "public ClientAuthenticationMethod method() { return null; }",
            "isPublic", "public boolean isPublic() { return false; }",
            "problemWith",
                "public Optional<String> problemWith(ClientId id) { return Optional.empty(); }",
            "credentials", "public Credentials credentials(ClientId id) { return null; }"));
  }

  private static Variant grant() {
    return new Variant(
        Source.of(Sources.file("oauth-domain", REGISTRATION + "RegisteredGrant")),
        "public sealed interface RegisteredGrant {",
        "record DeviceCode() implements RegisteredGrant",
        methods(
            "type", "public GrantType type() { return null; }",
            "isSelfObtainable", "public boolean isSelfObtainable() { return false; }",
            "isPerPrincipal", "public boolean isPerPrincipal() { return true; }",
            "needsPrincipal", "public boolean needsPrincipal() { return true; }",
            "fold", "public <R> R fold(Cases<R> cases) { return cases.password(); }"));
  }

  private static Variant step() {
    return new Variant(
        Source.of(Sources.file("oauth-domain", REFRESH + "RefreshStep")),
        "public sealed interface RefreshStep permits RefreshStep.Task, RefreshStep.End {",
        "record Probe() implements Task",
        methods(
            "begins", "public boolean begins() { return true; }",
            "fold", "public <R> R fold(TaskCases<R> cases) { return cases.look(); }"));
  }

  private static Variant failure() {
    return new Variant(
        Source.of(Sources.file("oauth-domain", GRANT + "TokenFailure")),
        "public sealed interface TokenFailure extends TokenResult {",
        "record Pending() implements TokenFailure",
        methods(
            "meaning", "public Meaning meaning() { return null; }",
            "fold", "public <R> R fold(Cases<R> cases) { return cases.busy(null); }"));
  }

  private static Map<String, String> methods(String... namesAndTexts) {
    var methods = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      methods.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return methods;
  }

  static Stream<Variant> variants() {
    return Stream.of(authentication(), grant(), step(), failure());
  }

  static Stream<Arguments> methodsOfVariants() {
    return variants()
        .flatMap(v -> v.methods().keySet().stream().map(method -> arguments(v, method)));
  }

  @ParameterizedTest(name = "{0} without {1}")
  @MethodSource("methodsOfVariants")
  void variantShouldNotCompileUntilItHasTheMethod(Variant variant, String method) {
    assertThat(Sources.errors(output, List.of(variant.without(method))))
        .singleElement()
        .asString()
        .contains(variant.name() + " is not abstract")
        .containsPattern("does not override abstract method (<R>)?" + method + "\\(");
  }

  @ParameterizedTest
  @MethodSource("variants")
  void variantShouldCompileWithEveryMethod(Variant variant) {
    assertThat(Sources.errors(output, List.of(variant.whole()))).isEmpty();
  }

  static Stream<Arguments> newCases() {
    return Stream.of(
        arguments(
            List.of(grant().whole().with("interface Cases<R> {", "R deviceCode();")),
            "deviceCode",
            "server.OwnGrant"),
        arguments(
            List.of(
                step().whole(),
                Source.of(Sources.file("oauth-domain", REFRESH + "TaskCases"))
                    .with("interface TaskCases<R> {", "R probe();")),
            "probe",
            "refresh.RefreshRun"),
        arguments(
            List.of(failure().whole().with("interface Cases<R> {", "R pending();")),
            "pending",
            "server.TokenExceptions"));
  }

  @ParameterizedTest(name = "{2} without {1}")
  @MethodSource("newCases")
  void codeForEachVariantShouldNotCompileUntilItHandlesTheNewOne(
      List<Source> changed, String method, String handler) {
    Source code = Source.of(Sources.file("oauth-core", INTERNAL + handler));

    List<String> errors =
        Sources.errors(output, Stream.concat(changed.stream(), Stream.of(code)).toList());

    assertThat(errors)
        .singleElement()
        .asString()
        .contains(handler.substring(handler.indexOf('.') + 1))
        .contains("does not override abstract method " + method + "()");
  }
}
