// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.jdk;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Body of a request that the application says can be sent more than once.
 *
 * <p>A known length is no proof of that, and neither is a publisher that was asked twice without a
 * failure: the second time, an empty stream is a valid body. So a body counts as repeatable by its
 * class alone: this one, or one of the JDK's that keep the bytes or open the file anew.
 */
record RepeatableBody(BodyPublisher body) implements BodyPublisher {

  /** The JDK does not name its classes, but it makes an object of each. */
  private static final Set<Class<?>> OF_THE_JDK =
      Stream.concat(
              Stream.of(
                  BodyPublishers.noBody(),
                  BodyPublishers.ofString(""),
                  BodyPublishers.ofByteArray(new byte[0])),
              ofFile())
          .map(Object::getClass)
          .collect(Collectors.toUnmodifiableSet());

  private static Stream<BodyPublisher> ofFile() {
    try {
      return Stream.of(BodyPublishers.ofFile(Path.of("")));
    } catch (FileNotFoundException e) {
      return Stream.of(); // The working directory is gone: files are sent once.
    }
  }

  /** {@return whether the body of a request can be sent more than once; true if there is none} */
  static boolean isRepeatable(HttpRequest request) {
    return request
        .bodyPublisher()
        .map(body -> body instanceof RepeatableBody || OF_THE_JDK.contains(body.getClass()))
        .orElse(true);
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    body.subscribe(subscriber);
  }
}
