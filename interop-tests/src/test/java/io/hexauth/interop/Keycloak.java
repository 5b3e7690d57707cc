// SPDX-License-Identifier: Apache-2.0
package io.hexauth.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keycloak in a separate process, with the realm of {@code realm.json}, on loopback. */
final class Keycloak implements AutoCloseable {

  private static final String REALM = "shop";
  private static final String ADMIN = "admin";
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:[0-9]+)");
  private static final Duration TO_START = Duration.ofMinutes(5);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final Path log;
  private volatile String root = "";

  private Keycloak(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the server from the folder that the build has unpacked, and waits until it is ready. */
  static Keycloak start() throws IOException {
    Path home = Path.of(System.getProperty("keycloak.home"));
    Path imports = Files.createDirectories(home.resolve("data/import"));
    try (InputStream realm = Keycloak.class.getResourceAsStream("/realm.json")) {
      Files.copy(realm, imports.resolve("realm.json"), StandardCopyOption.REPLACE_EXISTING);
    }
    var command =
        List.of(
            home.resolve("bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--cache=local",
            "--http-host=127.0.0.1",
            "--http-port=0",
            "--http-management-port=0");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    Path log = home.resolveSibling("keycloak.log");
    builder.redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS_APPEND",
                "-Xmx512m -XX:TieredStopAtLevel=1",
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                ADMIN));
    var keycloak = new Keycloak(builder.start(), log);
    try {
      await("Keycloak to answer, see target/keycloak.log")
          .atMost(TO_START)
          .pollInterval(Duration.ofMillis(500))
          .until(keycloak::isReady);
      return keycloak;
    } catch (RuntimeException e) {
      keycloak.close();
      throw e;
    }
  }

  /** {@return true if the server is ready} It chooses its port, which its log contains. */
  private boolean isReady() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Keycloak has ended: see target/keycloak.log");
    }
    Matcher listening = LISTENING.matcher(Files.readString(log));
    if (!listening.find()) {
      return false;
    }
    root = listening.group(1);
    try {
      return send(get(issuer() + "/.well-known/openid-configuration")).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  String issuer() {
    return root + "/realms/" + REALM;
  }

  String endpoint(String name) {
    return issuer() + "/protocol/openid-connect/" + name;
  }

  /** {@return the status with which the server's own API answers this access token} */
  int userInfo(String accessToken) {
    return send(get(endpoint("userinfo")).header("Authorization", "Bearer " + accessToken))
        .statusCode();
  }

  /** Ends every session of a user, like an administrator. */
  void logOut(String username) {
    String bearer = "Bearer " + adminToken();
    String users = root + "/admin/realms/" + REALM + "/users";
    String id =
        member(
            "id",
            send(get(users + "?exact=true&username=" + username).header("Authorization", bearer))
                .body());
    HttpResponse<String> done =
        send(
            HttpRequest.newBuilder(URI.create(users + "/" + id + "/logout"))
                .header("Authorization", bearer)
                .POST(BodyPublishers.noBody()));
    if (done.statusCode() != 204) {
      throw new IllegalStateException("The logout was answered " + done.statusCode());
    }
  }

  private String adminToken() {
    return member(
        "access_token",
        post(
                root + "/realms/master/protocol/openid-connect/token",
                Map.of(
                    "grant_type",
                    "password",
                    "client_id",
                    "admin-cli",
                    "username",
                    ADMIN,
                    "password",
                    ADMIN),
                "")
            .body());
  }

  /**
   * Signs a user in at an authorization URL.
   *
   * @return the URL to which the browser is sent
   */
  URI signIn(URI authorizationUrl, String username) {
    HttpResponse<String> page = send(HttpRequest.newBuilder(authorizationUrl).GET());
    Matcher form = Pattern.compile("<form[^>]*action=\"([^\"]*)\"").matcher(page.body());
    if (!form.find()) {
      throw new IllegalStateException("No form to sign in: status " + page.statusCode());
    }
    String cookies =
        page.headers().allValues("set-cookie").stream()
            .map(cookie -> cookie.split(";", 2)[0])
            .collect(Collectors.joining("; "));
    HttpResponse<String> answer =
        post(
            form.group(1).replace("&amp;", "&"),
            Map.of("username", username, "password", username + "-password"),
            cookies);
    return URI.create(
        answer
            .headers()
            .firstValue("location")
            .orElseThrow(
                () -> new IllegalStateException("No redirect: status " + answer.statusCode())));
  }

  private HttpResponse<String> post(String url, Map<String, String> form, String cookies) {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return send(cookies.isEmpty() ? request : request.header("Cookie", cookies));
  }

  private static HttpRequest.Builder get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).GET();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** {@return the first string member of this name in a JSON text} */
  static String member(String name, String json) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("No member '" + name + "'");
    }
    return found.group(1);
  }

  /** Ends the process, and processes that its script has started. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }
}
