// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The application in Chromium, through sign-in and consent of the real authorization server, with
 * the keyboard only. Each page is checked with axe-core, and a screenshot is saved to {@code
 * target/screenshots}. Skipped without Chromium: other tests make the same steps over HTTP.
 */
class BrowserTest {

  private static Site site;
  private static Chromium browser;

  @BeforeAll
  static void start(@TempDir Path folder, @TempDir Path profile) throws IOException {
    Chromium.missing()
        .ifPresent(
            what -> {
              String message =
                  "WARN BrowserTest is left out, because this machine has no "
                      + what
                      + " on its PATH (on Debian: apt-get install chromium chromium-driver)";
              System.out.println(message);
              assumeTrue(false, message);
            });
    site = Site.start(folder);
    browser = Chromium.start(profile);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (site != null) {
      site.close();
    }
  }

  @BeforeEach
  void signIn() {
    browser.open(site.url());
    browser.forgetEverybody();
    browser.open(site.url());
    browser.enter("alice", Keys.TAB, "alice-web-password");
    assertThat(browser.title()).startsWith("Your connections");
  }

  private static void signInAtProvider() {
    assertThat(browser.title()).startsWith("Sign in – demo");
    browser.enter("alice", Keys.TAB, "alice-demo-password");
    assertThat(browser.title()).startsWith("Consent");
  }

  private static void check(String name) {
    assertThat(browser.violations(name)).isEmpty();
  }

  @Test
  void accountShouldBeConnectedUsedSteppedUpAndDisconnectedByKeyboardAlone() {
    check("connections-none");
    browser.choose("Connect Tunebox");
    check("provider-sign-in");
    signInAtProvider();
    check("provider-consent");
    browser.choose("Approve");
    assertThat(browser.title()).startsWith("Tunebox is connected.");
    assertThat(browser.text()).contains("user-read-private", "renewed without you", "expires");
    check("connected");

    browser.choose("Show profile");
    assertThat(browser.text()).contains("status 200", "\"subject\":\"alice\"");
    check("answer");
    browser.choose("Back to the connections");

    browser.choose("Show playlists");
    assertThat(browser.text()).contains("Permission needed", "playlist-read-private");
    check("step-up");
    browser.choose("Continue to Tunebox");
    assertThat(browser.title()).startsWith("Consent"); // still signed in there
    browser.choose("Approve");
    assertThat(browser.text()).contains("Tunebox is connected.", "Morning", "Evening");
    check("answer-after-step-up");
    browser.choose("Back to the connections");
    assertThat(browser.text()).contains("user-read-private", "playlist-read-private");

    browser.choose("Disconnect Tunebox");
    assertThat(browser.text())
        .contains("Tunebox is disconnected.", "Your account is not connected.");
    check("disconnected");
  }

  @Test
  void denialShouldBeExplainedAndConsentAfterItShouldConnect() {
    browser.choose("Connect Paperbox");
    signInAtProvider();
    browser.choose("Deny");
    assertThat(browser.text()).contains("You did not allow access at Paperbox");
    check("denied");

    browser.choose("Connect Paperbox");
    browser.choose("Approve");
    assertThat(browser.title()).startsWith("Paperbox is connected.");
    browser.choose("Disconnect Paperbox");
  }

  @Test
  void bothProvidersShouldKeepTheirOwnSignIn() {
    browser.choose("Connect Tunebox");
    signInAtProvider();
    browser.choose("Approve");
    browser.choose("Connect Paperbox");
    signInAtProvider();
    browser.choose("Approve");
    check("both-connected");
    browser.choose("Disconnect Tunebox");

    browser.choose("Connect Tunebox");

    assertThat(browser.title()).as("no second sign-in").startsWith("Consent");
    browser.choose("Approve");
    browser.choose("Disconnect Tunebox");
    browser.choose("Disconnect Paperbox");
  }

  @Test
  void signInShouldSayThatThePasswordIsWrong() {
    browser.choose("Sign out");
    check("sign-in");

    browser.enter("alice", Keys.TAB, "wrong");

    assertThat(browser.title()).startsWith("Sign-in failed");
    check("sign-in-failed");
  }

  @Test
  void pageThatDoesNotExistShouldBeExplained() {
    browser.open(site.url().resolve("/nothing"));

    check("not-found");
    browser.choose("Back to the connections");
    assertThat(browser.title()).startsWith("Your connections");
  }

  @Test
  void tabShouldFollowThePageAndShowWhereItIs() {
    assertThat(browser.tabStops())
        .containsExactly("Skip to content", "Sign out", "Connect Tunebox", "Connect Paperbox");
    for (String name : browser.tabStops()) {
      browser.reach(name);
      assertThat(browser.showsFocus()).as(name).isTrue();
    }
    browser.reach("Skip to content");
    browser.press(Keys.ENTER);
    browser.press(Keys.TAB);
    assertThat(browser.focusedName()).as("the header is skipped").isEqualTo("Connect Tunebox");
  }
}
