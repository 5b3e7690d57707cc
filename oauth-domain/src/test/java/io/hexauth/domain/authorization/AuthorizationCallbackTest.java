// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationCallbackTest {

  @ParameterizedTest
  @CsvSource({
    "https://app.example/cb?code=1,         https://app.example,      /cb,                    code=1",
    "https://app.example:8443/a/b?code=1#_, https://app.example:8443, /a/b,                   code=1",
    "https://app.example?code=1,            https://app.example,      /,                      code=1",
    "https://app.example,                   https://app.example,      /,                      ''",
    "/cb?code=1,                            '',                       /cb,                    code=1",
    "/cb,                                   '',                       /cb,                    ''",
    "/cb?next=https://x/y,                  '',                       /cb,              next=https://x/y",
    "/evil://app.example/cb?code=1,         '',                       /evil://app.example/cb, code=1",
    "//evil.example/cb?code=1,              '',                       //evil.example/cb,      code=1",
    "com.example.app:/cb?code=1,            com.example.app:,         /cb,                    code=1",
    "com.example.app://host/cb?code=1,      com.example.app://host,   /cb,                    code=1",
    "?code=1,                               '',                       '',                     code=1",
    "#code=1,                               '',                       '',                     ''",
    "'',                                    '',                       '',                     ''",
    "/cb?code=1?x=2,                        '',                       /cb,                    code=1?x=2"
  })
  void callbackShouldBeSplit(String requested, String base, String path, String query) {
    assertThat(AuthorizationCallback.parse(requested))
        .isEqualTo(new AuthorizationCallback(base, path, query));
  }

  @Test
  void callbackShouldBeReadFromAUri() {
    assertThat(AuthorizationCallback.parse(URI.create("https://app.example/cb?a=%20")))
        .isEqualTo(new AuthorizationCallback("https://app.example", "/cb", "a=%20"));
  }

  @DisplayName("B36: 100 KiB in bounded time, whatever is in them")
  @Test
  void callbackShouldBeReadInBoundedTime() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (String unit : new String[] {"a", ":", "/", "://", "a:", "?", "#", "%"}) {
            assertThat(AuthorizationCallback.parse(unit.repeat(100 * 1024))).isNotNull();
          }
        });
  }

  @Test
  void callbackShouldRedactItself() {
    assertThat(AuthorizationCallback.parse("/cb?code=s3cr3t").toString()).doesNotContain("s3cr3t");
  }
}
