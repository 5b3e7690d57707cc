// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportClassPathCheckTest {

  /** Class loader with all classes except one package of a library. */
  private static final class Without extends ClassLoader {

    private final String hidden;

    Without(String hidden) {
      super(TransportClassPathCheck.class.getClassLoader());
      this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(hidden)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(TransportClassPathCheck.class.getPackageName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? defined(name) : loaded;
      }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void classPathOfTheBuildShouldPass() {
    assertThatCode(TransportClassPathCheck::new).doesNotThrowAnyException();
    assertThatCode(() -> check("no.such.library")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feign.Response",
        "org.apache.hc.core5.http.impl.io.HttpRequestExecutor",
        "org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory",
        "org.apache.hc.core5.http.io.entity.ByteArrayEntity",
      })
  void classPathShouldBeRefusedWithoutAPartOfALibrary(String missing) {
    InvocationTargetException thrown =
        catchThrowableOfType(InvocationTargetException.class, () -> check(missing));

    assertThat(thrown.getCause())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("docs/compatibility.md")
        .hasCauseInstanceOf(LinkageError.class);
  }

  private static Object check(String hidden) throws ReflectiveOperationException {
    return new Without(hidden)
        .loadClass(TransportClassPathCheck.class.getName())
        .getConstructor()
        .newInstance();
  }
}
