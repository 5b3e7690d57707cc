// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.examples.authorizationserver.Browser;
import io.hexauth.examples.authorizationserver.DemoAuthorizationServer;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections from consent to disconnecting, over HTTP, with the real authorization server. */
class ConnectionsTest {

  private static Site site;

  @BeforeAll
  static void start(@TempDir Path folder) {
    site = Site.start(folder);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static DemoAuthorizationServer server(String provider) {
    return provider.equals("tunebox") ? site.tunebox() : site.paperbox();
  }

  private static void disconnectAll(Person person) {
    person.post("/tunebox/disconnect");
    person.post("/paperbox/disconnect");
    person.get("/");
    person.get("/");
  }

  @ParameterizedTest
  @CsvSource({
    "tunebox, Tunebox, user-read-private, profile, alice",
    "paperbox, Paperbox, files-read, files, Holiday.jpg"
  })
  void connectShouldShowTheConnectionAndLetTheApplicationCallTheApi(
      String provider, String name, String scope, String call, String answer) {
    Person alice = Person.alice(site);
    disconnectAll(alice);

    String page = alice.connect(provider, site.alice(server(provider)));

    assertThat(page)
        .contains(name + " is connected.", "<li>" + scope + "</li>", "renewed without you")
        .containsPattern(
            "expires <time datetime=\"[^\"]+Z\">\\d+ \\w+ 20\\d\\d, [\\d:]+ UTC</time>")
        .containsOnlyOnce("Not connected");
    assertThat(alice.get("/" + provider + "/calls/" + call).body())
        .contains("answered with status 200")
        .contains(answer);
  }

  @Test
  void bothProvidersShouldBeConnectedIndependently() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    alice.connect("tunebox", site.alice(site.tunebox()));
    alice.connect("paperbox", site.alice(site.paperbox()));

    String page = alice.follow(alice.post("/tunebox/disconnect"));

    assertThat(page)
        .contains("Tunebox is disconnected.", "Connect Tunebox", "Disconnect Paperbox")
        .doesNotContain("Disconnect Tunebox");
  }

  @Test
  void denialShouldBeAFriendlyMessageAndConsentAfterItShouldConnect() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    Browser browser = site.alice(site.tunebox());

    URI denied = browser.deny(alice.consentPage("/tunebox/connect"));
    String page = alice.follow(alice.get(denied));

    assertThat(page)
        .contains("role=\"alert\"", "You did not allow access at Tunebox", "Connect Tunebox")
        .doesNotContain("access_denied");
    assertThat(alice.connect("tunebox", browser)).contains("Tunebox is connected.");
  }

  @Test
  void stepUpShouldAskForTheDemandedScopeAndKeepTheOthers() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    Browser browser = site.alice(site.tunebox());
    alice.connect("tunebox", browser);

    HttpResponse<String> demand = alice.get("/tunebox/calls/playlists");
    URI consent = alice.consentPage("/tunebox/step-up");
    String page = alice.follow(alice.get(browser.approve(consent)));

    assertThat(demand.statusCode()).isEqualTo(403);
    assertThat(demand.body()).contains("<li>playlist-read-private</li>");
    assertThat(consent.getQuery()).contains("playlist-read-private", "user-read-private");
    assertThat(page).contains("Tunebox: playlists", "Morning", "answered with status 200");
    assertThat(alice.get("/").body())
        .contains("<li>playlist-read-private</li>", "<li>user-read-private</li>");
  }

  @Test
  void secondStepUpShouldKeepTheScopesOfTheFirst(@TempDir Path folder) {
    var both = "files-read shared-files-read";
    var settings =
        Map.of("oauth.paperbox.scopes", Site.REMOVED, "oauth.paperbox.step-up-scopes", both);
    try (Site careful = Site.start(folder, settings)) {
      Person alice = Person.alice(careful);
      Browser browser = careful.alice(careful.paperbox());
      alice.connect("paperbox", browser);

      alice.get("/paperbox/calls/files");
      alice.follow(alice.get(browser.approve(alice.consentPage("/paperbox/step-up"))));
      alice.get("/paperbox/calls/shared-files");
      alice.follow(alice.get(browser.approve(alice.consentPage("/paperbox/step-up"))));

      assertThat(alice.get("/").body())
          .contains("<li>files-read</li>", "<li>shared-files-read</li>");
      assertThat(alice.get("/paperbox/calls/files").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void deniedStepUpShouldLeaveTheConnectionAsItWas() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    Browser browser = site.alice(site.paperbox());
    alice.connect("paperbox", browser);
    alice.get("/paperbox/calls/shared-files");

    URI denied = browser.deny(alice.consentPage("/paperbox/step-up"));
    alice.follow(alice.get(denied));

    assertThat(alice.get("/").body()).contains("Disconnect Paperbox", "<li>files-read</li>");
    assertThat(alice.get("/paperbox/calls/files").statusCode()).isEqualTo(200);
  }

  @Test
  void callWithoutAConnectionShouldLeadToTheConnections() {
    Person alice = Person.alice(site);
    disconnectAll(alice);

    String page = alice.follow(alice.get("/paperbox/calls/files"));

    assertThat(page).contains("Please connect your account first.");
  }

  @Test
  void disconnectShouldEndTheGrantAtTheServer() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    alice.connect("tunebox", site.alice(site.tunebox()));
    assertThat(alice.get("/tunebox/calls/profile").statusCode()).isEqualTo(200);

    alice.follow(alice.post("/tunebox/disconnect"));

    assertThat(alice.follow(alice.get("/tunebox/calls/profile"))).contains("Connect Tunebox");
  }

  @Test
  void callbackShouldBeRefusedInAnotherBrowser() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    Person mallory = Person.alice(site);
    URI callback = site.alice(site.tunebox()).approve(mallory.consentPage("/tunebox/connect"));

    HttpResponse<String> answer = alice.get(callback);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("does not belong to a request of this browser");
    assertThat(alice.get("/").body()).doesNotContain("Disconnect Tunebox");
  }

  @Test
  void callbackShouldBeRefusedTheSecondTime() {
    Person alice = Person.alice(site);
    disconnectAll(alice);
    URI callback = site.alice(site.tunebox()).approve(alice.consentPage("/tunebox/connect"));
    alice.follow(alice.get(callback));

    assertThat(alice.get(callback).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /unknown/calls/profile",
    "GET, /tunebox/calls/unknown",
    "POST, /unknown/connect"
  })
  void unknownNameShouldBeNotFound(String method, String path) {
    Person alice = Person.alice(site);

    assertThat((method.equals("GET") ? alice.get(path) : alice.post(path)).statusCode())
        .isEqualTo(404);
  }
}
