// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hexauth.domain.error.InvalidServerResponseException;
import io.hexauth.domain.error.OAuthException;
import io.hexauth.domain.error.ReauthorizationRequiredException;
import io.hexauth.domain.error.ServiceUnavailableException;
import io.hexauth.domain.error.TokenProviderException;
import io.hexauth.domain.error.TokenRequestRejectedException;
import io.hexauth.domain.error.UnreadableRecordException;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.testkit.http.Gate;
import io.hexauth.testkit.http.Reply;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Callers that share a request and its failure: each exception has the stack trace of its caller.
 */
class ExceptionOfEachCallerTest {

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(TokenRequestRejectedException.class, reply(Reply.error(400, "invalid_scope"))),
        Arguments.of(
            ReauthorizationRequiredException.class, reply(Reply.error(400, "invalid_grant"))),
        Arguments.of(InvalidServerResponseException.class, reply(Reply.html(200))),
        Arguments.of(ServiceUnavailableException.class, reply(Reply.busy(503, "1"))),
        Arguments.of(
            UnreadableRecordException.class,
            (Consumer<World>)
                world ->
                    world
                        .store()
                        .beforeStep(
                            () -> {
                              throw new UnreadableRecordException(
                                  new ClientRegistrationId("x"), 9, "key", "its state is unknown");
                            })),
        Arguments.of(TokenProviderException.class, (Consumer<World>) world -> world.useSecret("")));
  }

  private static Consumer<World> reply(Reply reply) {
    return world -> world.server().token().always(reply);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void callersShouldEachGetAnExceptionWithTheirOwnFrames(
      Class<? extends OAuthException> type, Consumer<World> trouble) {
    Node node =
        world.node(
            world.authorizationCode().clientSecretBasic(World.CLIENT, world::secret).build());
    node.consent(world.server(), World.ALICE);
    trouble.accept(world);

    List<Throwable> thrown;
    try (Gate gate = world.server().token().hold()) {
      var callers = Crowd.start(8, i -> () -> catchThrowable(() -> calledBy(node)));
      if (type != UnreadableRecordException.class && type != TokenProviderException.class) {
        gate.awaitArrivals(1);
      }
      gate.release();
      thrown = callers.stream().map(Crowd::get).toList();
    }

    Set<Throwable> different = Collections.newSetFromMap(new IdentityHashMap<>());
    different.addAll(thrown);
    assertThat(different).hasSize(8);
    assertThat(thrown)
        .allSatisfy(
            e -> {
              assertThat(e).isInstanceOf(OAuthException.class).hasCauseInstanceOf(e.getClass());
              assertThat(e).hasMessage(e.getCause().getMessage());
              assertThat(frames(e)).contains("calledBy");
              assertThat(frames(e.getCause())).doesNotContain("calledBy");
            });
    assertThat(thrown).hasAtLeastOneElementOfType(type);
  }

  private static void calledBy(Node node) {
    node.alice().refresh();
  }

  private static List<String> frames(Throwable e) {
    return Arrays.stream(e.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }
}
