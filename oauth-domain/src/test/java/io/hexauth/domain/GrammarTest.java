// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.authorization.State;
import io.hexauth.domain.authorization.UserAgentBinding;
import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.internal.grant.AuthorizationCode;
import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.registration.ClientId;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.ClientSecret;
import io.hexauth.domain.registration.GrantType;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scope;
import io.hexauth.domain.token.AccessToken;
import io.hexauth.domain.token.IdToken;
import io.hexauth.domain.token.RefreshToken;
import io.hexauth.domain.token.TokenType;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Characters and lengths of every value with one text, compared with the written grammar. */
class GrammarTest {

  private static final int UNBOUNDED = 100_000;
  private static final String ANY = "(?s:.)";
  private static final String PRINTABLE = "[\\x20-\\x7E]";
  private static final String NO_CONTROL = "[^\\x00-\\x1F\\x7F-\\x9F]";

  record Grammar(
      Class<?> type, Function<String, Object> make, String character, int shortest, int longest) {

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static Stream<Grammar> grammars() {
    String name = "[A-Za-z0-9\\-._:/?#\\[\\]@!$&'()*+;=%~]";
    return Stream.of(
        of(AccessToken.class, AccessToken::new, "[\\x21-\\x7E&&[^\",\\\\{}]]", 1, UNBOUNDED),
        of(RefreshToken.class, RefreshToken::new, PRINTABLE, 1, UNBOUNDED),
        of(IdToken.class, IdToken::new, ANY, 1, UNBOUNDED),
        of(TokenType.class, TokenType::new, name, 1, UNBOUNDED),
        of(Scope.class, Scope::of, "[\\x21\\x23-\\x5B\\x5D-\\x7E]", 1, UNBOUNDED),
        of(AuthorizationCode.class, AuthorizationCode::new, PRINTABLE, 1, UNBOUNDED),
        of(State.class, State::new, PRINTABLE, 1, 1024),
        of(CodeVerifier.class, CodeVerifier::new, "[A-Za-z0-9\\-._~]", 43, 128),
        of(UserAgentBinding.class, UserAgentBinding::of, ANY, 8, UNBOUNDED),
        of(OAuthErrorCode.class, OAuthErrorCode::new, "[A-Za-z0-9_\\-.:]", 1, 100),
        of(GrantType.class, GrantType::new, "[\\x21-\\x7E]", 1, UNBOUNDED),
        of(ClientId.class, ClientId::new, NO_CONTROL, 1, UNBOUNDED),
        of(ClientSecret.class, ClientSecret::new, NO_CONTROL, 1, UNBOUNDED),
        of(ClientRegistrationId.class, ClientRegistrationId::of, NO_CONTROL, 1, 200),
        of(Principal.class, Principal::of, ANY, 1, UNBOUNDED),
        of(GrantKey.class, GrantKey::new, "[0-9a-f]", 64, 64),
        of(GrantId.class, GrantId::new, "[0-9a-fA-F]", 32, 32));
  }

  private static Grammar of(
      Class<?> type, Function<String, Object> make, String character, int shortest, int longest) {
    return new Grammar(type, make, character, shortest, longest);
  }

  @ParameterizedTest
  @MethodSource("grammars")
  void valueShouldHaveTheCharactersOfItsGrammarWhereverTheyStandAndNoOthers(Grammar grammar) {
    int others = Math.max(grammar.shortest(), 3) - 1;
    IntStream odd = IntStream.of(0x660, 0x200B, 0x2028, 0x3000, 0xD83D, 0xFEFF, 0xFF11, 0xFF21);
    IntStream.concat(IntStream.rangeClosed(0, 0x180), odd)
        .forEach(
            c -> {
              boolean allowed = Character.toString(c).matches(grammar.character());
              for (int at : new int[] {0, 1, others}) {
                String text = "a".repeat(at) + (char) c + "a".repeat(others - at);
                if (allowed) {
                  assertThat(grammar.make().apply(text)).as("%x at %d", c, at).isNotNull();
                } else {
                  isRefused(grammar, text);
                }
              }
            });
  }

  @ParameterizedTest
  @MethodSource("grammars")
  void valueShouldHaveTheLengthsOfItsGrammarAndNoOthers(Grammar grammar) {
    assertThat(grammar.make().apply("a".repeat(grammar.shortest()))).isNotNull();
    assertThat(grammar.make().apply("a".repeat(grammar.longest()))).isNotNull();
    isRefused(grammar, "");
    isRefused(grammar, "a".repeat(grammar.shortest() - 1));
    if (grammar.longest() != UNBOUNDED) {
      isRefused(grammar, "a".repeat(grammar.longest() + 1));
    }
  }

  private static void isRefused(Grammar grammar, String text) {
    assertThatIllegalArgumentException()
        .as("%s of %d characters", grammar, text.length())
        .isThrownBy(() -> grammar.make().apply(text));
  }
}
