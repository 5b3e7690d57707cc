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
 * Body of a request that can be sent more than once.
 *
 * <p>Neither a known length nor a second subscription without a failure proves this: the second
 * body may be empty. So only the class of a body decides: this class, or a class of the JDK that
 * keeps the bytes or opens the file again.
 */
record RepeatableBody(BodyPublisher body) implements BodyPublisher {

  /**
   * Classes of repeatable bodies of the JDK. They are not public, so they are taken from instances.
   */
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
      return Stream.of(); // Without a working directory, bodies from files are not repeatable.
    }
  }

  /** {@return true if the body of a request can be sent more than once, or if there is no body} */
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
