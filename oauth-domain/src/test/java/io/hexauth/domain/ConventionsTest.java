// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexauth.domain.registration.ClientRegistration;
import io.hexauth.domain.token.AccessToken;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Conventions for all classes of the domain, including future ones. */
class ConventionsTest {

  /** Canary of 64 hexadecimal digits, which every grammar of the domain accepts. */
  static final String CANARY = "cafe".repeat(16);

  private static final String HARMLESS = "0a".repeat(32);

  /** Types whose own texts are no secrets and may be shown. Their components are tested. */
  private static final Set<String> OPEN =
      Set.of(
          "ClientId",
          "ClientRegistrationId",
          "FittedToken",
          "GrantKey",
          "GrantType",
          "GrantRecord",
          "KnownMetadata",
          "Lease",
          "LeaseTerms",
          "Meaning",
          "OAuthError",
          "OAuthErrorCode",
          "PendingAuthorization",
          "SealedCredential",
          "Principal",
          "RefusedWithoutError",
          "ScopeToken",
          "Scopes",
          "TokenType",
          "NoAnswer",
          "NotSent",
          "TooLarge",
          "Unusable",
          "Unreadable",
          "Envelope");

  /** Types that only the domain creates, from unmodifiable collections. */
  private static final Set<String> SHARING =
      Set.of("TokenEndpointResponse", "GrantedToken", "Members", "IssuedToken");

  static Stream<Class<?>> classes() {
    try {
      Path root =
          Path.of(
              ClientRegistration.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (var files = Files.walk(root)) {
        List<Class<?>> all =
            files
                .map(file -> root.relativize(file).toString())
                .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                .<Class<?>>map(ConventionsTest::load)
                .filter(type -> !type.isSynthetic())
                .toList();
        return all.stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Class<?>> records() {
    return classes().filter(Class::isRecord);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyClassShouldBeLookedAt() {
    assertThat(classes()).hasSizeGreaterThan(80);
    assertThat(records()).hasSizeGreaterThan(50);
  }

  @DisplayName("H7: a record shows no text of its own, unless it is named as open")
  @ParameterizedTest
  @MethodSource("records")
  void recordsShouldRedactThemselves(Class<?> type) {
    assertThat(sample(type).toString())
        .as(type.getName())
        .isNotEmpty()
        .doesNotContainIgnoringCase(CANARY);
  }

  @DisplayName("H7: an access token, which is no record, shows nothing and quotes nothing either")
  @Test
  void accessTokenShouldRedactItself() {
    assertThat(new AccessToken(CANARY)).hasToString("AccessToken[redacted]");
    for (String bad : List.of("\0" + CANARY, CANARY + "\r\nä", CANARY + " \"{,}\\")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AccessToken(bad))
          .withMessageNotContaining(CANARY);
    }
  }

  @DisplayName("H7: what is named as open exists")
  @Test
  void openTypesShouldExist() {
    assertThat(classes().map(Class::getSimpleName)).containsAll(OPEN);
  }

  @DisplayName("H7: no message of a refused value quotes it")
  @ParameterizedTest
  @MethodSource("records")
  void refusalsShouldNotQuoteTheValue(Class<?> type) {
    Constructor<?> constructor = canonical(type);
    for (String bad : List.of("\0" + CANARY, CANARY + "\r\nä", CANARY + " \"{,}\\")) {
      Object[] arguments =
          Arrays.stream(type.getRecordComponents())
              .map(c -> c.getType() == String.class ? bad : sample(c.getGenericType(), HARMLESS))
              .toArray();
      try {
        constructor.newInstance(arguments);
      } catch (InvocationTargetException e) {
        assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
        assertThat(e.getCause()).hasMessageNotContaining(CANARY);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type.getName(), e);
      }
    }
  }

  @DisplayName("No setter, no public field that can change, no way to serialise a secret")
  @ParameterizedTest
  @MethodSource("classes")
  void typesShouldBeImmutable(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
        assertThat(method.getName()).as("%s", method).doesNotMatch("set[A-Z].*");
      }
    }
    assertThat(type.getFields())
        .allMatch(field -> Modifier.isFinal(field.getModifiers()), "is final");
    if (!Throwable.class.isAssignableFrom(type) && !type.isEnum()) {
      assertThat(Serializable.class.isAssignableFrom(type)).as(type.getName()).isFalse();
    }
    boolean open = type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type.isEnum();
    assertThat(open || Modifier.isFinal(type.getModifiers())).as("%s is final", type).isTrue();
  }

  static Stream<Class<?>> recordsWithCollections() {
    return records()
        .filter(type -> !SHARING.contains(type.getSimpleName()))
        .filter(
            type ->
                Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .anyMatch(t -> Collection.class.isAssignableFrom(t) || t == Map.class));
  }

  @DisplayName("A caller that goes on using a collection changes no record, and no reader can")
  @ParameterizedTest
  @MethodSource("recordsWithCollections")
  void recordsShouldNotChangeWithTheCollectionsTheyAreMadeFrom(Class<?> type) throws Exception {
    var arguments = new ArrayList<Object>();
    for (RecordComponent component : type.getRecordComponents()) {
      arguments.add(mutable(valueOf(component, sample(type))));
    }
    Object made = canonical(type).newInstance(arguments.toArray());
    String before = contents(made);
    arguments.forEach(ConventionsTest::empty);
    assertThat(contents(made)).isEqualTo(before);
    for (RecordComponent component : type.getRecordComponents()) {
      assertUnmodifiable(component.getName(), valueOf(component, made));
    }
  }

  @Test
  void sharingRecordsShouldExist() {
    assertThat(records().map(Class::getSimpleName)).containsAll(SHARING);
  }

  private static String contents(Object record) throws ReflectiveOperationException {
    var contents = new ArrayList<Object>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      contents.add(valueOf(component, record));
    }
    return contents.toString();
  }

  private static Object valueOf(RecordComponent component, Object record)
      throws ReflectiveOperationException {
    component.getAccessor().setAccessible(true);
    return component.getAccessor().invoke(record);
  }

  /** {@return a modifiable copy, at every depth} */
  private static Object mutable(Object value) {
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<Object, Object>();
      map.forEach((key, element) -> copy.put(key, mutable(element)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<Object>();
      list.forEach(element -> copy.add(mutable(element)));
      return copy;
    }
    return value instanceof Set<?> set ? new LinkedHashSet<Object>(set) : value;
  }

  private static void empty(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(ConventionsTest::empty);
      map.clear();
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(ConventionsTest::empty);
      collection.clear();
    }
  }

  private static void assertUnmodifiable(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      assertThat(map).as("sample of %s", name).isNotEmpty();
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .as(name)
          .isThrownBy(map::clear);
      map.values().forEach(element -> assertUnmodifiable(name, element));
    } else if (value instanceof Collection<?> collection) {
      assertThat(collection).as("sample of %s", name).isNotEmpty();
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .as(name)
          .isThrownBy(collection::clear);
      collection.forEach(element -> assertUnmodifiable(name, element));
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  /** {@return a value of the type} Texts of types with secrets are the canary. */
  private static Object sample(Class<?> type) {
    Optional<Object> fixed = Samples.of(type);
    if (fixed.isPresent()) {
      return fixed.get();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return sample(type.getPermittedSubclasses()[0]);
    }
    String text = OPEN.contains(type.getSimpleName()) ? HARMLESS : CANARY;
    Object[] arguments =
        Arrays.stream(type.getRecordComponents())
            .map(component -> sample(component.getGenericType(), text))
            .toArray();
    try {
      return canonical(type).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName(), e);
    }
  }

  private static Object sample(Type type, String text) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
        case "Optional" -> Optional.of(sample(of[0], text));
        case "List" -> List.of(sample(of[0], text));
        case "Set" -> Set.of(sample(of[0], text));
        case "Map" -> Map.of("name", sample(of[1], text));
        case "Supplier" -> (Supplier<Object>) () -> sample(of[0], text);
        default -> throw new IllegalArgumentException(type.getTypeName());
      };
    }
    return switch (((Class<?>) type).getSimpleName()) {
      case "String", "Object" -> text;
      case "long", "Long" -> 1L;
      case "int" -> 1;
      case "boolean" -> true;
      case "byte[]" -> text.getBytes(StandardCharsets.US_ASCII);
      case "Duration" -> Duration.ofSeconds(60);
      case "Instant" -> Instant.EPOCH;
      case "URI" -> URI.create("https://as.example/a?x=" + text);
      case "BigDecimal" -> BigDecimal.ONE;
      default -> sample((Class<?>) type);
    };
  }
}
