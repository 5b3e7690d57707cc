// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Supplies rows with their fleet, which all rows of a store share, and repairs it after each row.
 */
final class RowExtension implements TestTemplateInvocationContextProvider {

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Row row = row(context.getRequiredTestMethod());
    return kinds(row).map(kind -> new OnStore(row.value(), kind));
  }

  /** {@return the stores on which a row runs} */
  static Stream<SharedStore.Kind> kinds(Method method) {
    return kinds(row(method));
  }

  private static Row row(Method method) {
    return AnnotationSupport.findAnnotation(method, Row.class).orElseThrow();
  }

  private static Stream<SharedStore.Kind> kinds(Row row) {
    return switch (System.getProperty("fleet.stores", "one")) {
      case "one" -> Stream.of(row.on());
      case "both" -> row.only() ? Stream.of(row.on()) : Stream.of(SharedStore.Kind.values());
      default ->
          Stream.of(
                  SharedStore.Kind.valueOf(
                      System.getProperty("fleet.stores").toUpperCase(Locale.ROOT)))
              .filter(kind -> !row.only() || kind == row.on());
    };
  }

  private record OnStore(String id, SharedStore.Kind kind)
      implements TestTemplateInvocationContext,
          ParameterResolver,
          BeforeEachCallback,
          AfterEachCallback {

    @Override
    public String getDisplayName(int index) {
      return id + " on " + kind;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Fleet.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return fleet(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
      fleet(context).beforeRow();
    }

    @Override
    public void afterEach(ExtensionContext context) {
      fleet(context).afterRow();
    }

    /** {@return the fleet} The first row starts it, and it is closed after the last row. */
    private Fleet fleet(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Fleet.class))
          .computeIfAbsent(kind, Fleet::new, Fleet.class);
    }
  }
}
