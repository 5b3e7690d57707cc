// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.OAuthException;
import io.hexauth.ports.api.OAuthSession;
import io.hexauth.testkit.http.Reply;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Failures as an operator sees them: the log at level DEBUG and the exception equal the page about
 * troubleshooting.
 */
class TroubleshootingTest {

  private static final Path PAGE = Path.of("..", "docs", "guide", "troubleshooting.md");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /**
   * A failure.
   *
   * @param heading the heading of its section on the page
   * @param trouble causes the failure
   * @param call the call of the application
   */
  record Failure(String heading, Consumer<World> trouble, Consumer<OAuthSession> call) {
    @Override
    public String toString() {
      return heading;
    }
  }

  static Stream<Failure> failures() {
    return Stream.of(
        answered("The client secret is wrong", Reply.error(401, "invalid_client")),
        answered("The server refuses without saying why", Reply.of(401)),
        new Failure(
            "The server cannot be reached", world -> world.server().close(), OAuthSession::refresh),
        answered("The connection breaks before the answer", Reply.normal().closing()),
        answered("The server is too busy", Reply.busy(503, "30")),
        answered("The token endpoint has another address", Reply.html(404)),
        answered("The server no longer accepts the grant", Reply.error(400, "invalid_grant")),
        answered("A scope is not allowed", Reply.error(400, "invalid_scope")),
        new Failure(
            "The store does not answer",
            world -> world.store().beforeStep(TroubleshootingTest::timeOut),
            OAuthSession::refresh),
        new Failure(
            "A call of the store fails", world -> world.store().goDown(), OAuthSession::refresh),
        new Failure(
            "A record cannot be read",
            world -> world.store().tamper(r -> r.toBuilder().envelope(Optional.empty()).build()),
            OAuthSession::refresh),
        new Failure(
            "The secret supplier returns nothing usable",
            world -> world.useSecret(""),
            OAuthSession::refresh),
        new Failure(
            "The server does not confirm a revocation",
            world -> world.server().revocation().always(Reply.of(500)),
            OAuthSession::revoke));
  }

  private static void timeOut() {
    throw new CompletionException(new TimeoutException());
  }

  private static Failure answered(String heading, Reply reply) {
    return new Failure(
        heading, world -> world.server().token().always(reply), OAuthSession::refresh);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void pageShouldShowWhatTheLogAndTheExceptionSay(Failure failure) throws IOException {
    Node node =
        world.node(
            world.authorizationCode().clientSecretBasic(World.CLIENT, world::secret).build());
    node.consent(world.server(), World.ALICE);
    failure.trouble().accept(world);
    OAuthSession session = node.alice();

    List<String> lines;
    Throwable thrown;
    try (LogCapture log = LogCapture.start()) {
      ThrowingCallable call = () -> failure.call().accept(session);
      thrown = catchThrowable(call);
      lines = log.lines();
    }

    assertThat(thrown).isInstanceOf(OAuthException.class);
    String shown =
        Stream.concat(
                lines.stream()
                    .filter(line -> line.contains(" io.hexauth."))
                    .map(TroubleshootingTest::line),
                Stream.of(thrown.getClass().getSimpleName() + ": " + thrown.getMessage()))
            .map(this::neutral)
            .reduce("", (all, line) -> all + line + "\n");
    assertThat(section(failure.heading())).contains("```\n" + shown + "```\n");
  }

  /** {@return level, simple name of the logger, and message} */
  private static String line(String event) {
    String[] parts = event.split(" ", 3);
    String logger = parts[1].substring(parts[1].lastIndexOf('.') + 1);
    return parts[0] + " " + logger + " " + parts[2].split(" \\[|\n")[0];
  }

  /** {@return the line without the parts that change from run to run} */
  private String neutral(String line) {
    return line.replace("http://" + world.server().issuer().getAuthority(), "https://login.example")
        .replaceAll("\\d+ ms", "12 ms");
  }

  private static String section(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as("the section '%s'", heading).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end);
  }
}
