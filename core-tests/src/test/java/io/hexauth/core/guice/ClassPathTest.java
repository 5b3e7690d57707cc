// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import io.hexauth.core.InMemoryModule;
import io.hexauth.core.OAuthClientModule;
import io.hexauth.http.feign.FeignTransportModule;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An application with incompatible library versions fails at its start, and not with its first
 * token.
 */
public class ClassPathTest {

  /** Code of an application, in its own classes. */
  public static final class Wiring implements Runnable {

    /** Creates the wiring, for the other class loader. */
    public Wiring() {}

    @Override
    public void run() {
      Guice.createInjector(
          new OAuthClientModule(), new FeignTransportModule(), new InMemoryModule());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tools.jackson.core.json., jackson-core",
    "tools.jackson.core.StreamReadConstraints, jackson-core",
    "tools.jackson.core.JsonGenerator, jackson-core",
    "feign.Response, feign-core"
  })
  void creationShouldFailAndNameTheArtifactWhenTheClassPathDoesNotFit(
      String missing, String artifact) throws Exception {
    Runnable wiring = without(missing);

    assertThatThrownBy(wiring::run)
        .isInstanceOf(CreationException.class)
        .hasMessageContaining(":" + artifact)
        .hasMessageContaining("docs/compatibility.md")
        .hasRootCauseInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void creationShouldSucceedWhenNothingIsMissing() throws Exception {
    Runnable wiring = without("nothing.at.all");

    wiring.run();

    assertThat(wiring.getClass()).isNotEqualTo(Wiring.class);
  }

  private static Runnable without(String missing) throws ReflectiveOperationException {
    return (Runnable)
        new Lacking(missing)
            .loadClass(Wiring.class.getName())
            .getDeclaredConstructor()
            .newInstance();
  }

  /** Class loader that loads Hexauth again, with a part of the class path missing. */
  private static final class Lacking extends ClassLoader {

    private final String missing;

    Lacking(String missing) {
      super(ClassPathTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(missing)) {
        throw new ClassNotFoundException(name);
      }
      boolean ours = name.startsWith("io.hexauth.core.") || name.startsWith("io.hexauth.http.");
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : ours ? findClass(name) : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
