// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Wraps a data source and reports each executed statement with its parameters. */
final class SpiedDataSource {

  private SpiedDataSource() {}

  static DataSource of(DataSource spied, Consumer<Executed> executed) {
    return proxy(
        DataSource.class,
        spied,
        (method, arguments, result) ->
            result instanceof Connection connection ? of(connection, executed) : result);
  }

  private static Connection of(Connection spied, Consumer<Executed> executed) {
    return proxy(
        Connection.class,
        spied,
        (method, arguments, result) ->
            result instanceof PreparedStatement statement
                ? of(statement, (String) arguments[0], executed)
                : result);
  }

  private static PreparedStatement of(
      PreparedStatement spied, String sql, Consumer<Executed> executed) {
    var parameters = new TreeMap<Integer, Executed.Parameter>();
    return proxy(
        PreparedStatement.class,
        spied,
        (method, arguments, result) -> {
          boolean sets = method.getDeclaringClass().equals(PreparedStatement.class);
          if (sets && method.getName().startsWith("set")) {
            parameters.put(
                (Integer) arguments[0], Executed.Parameter.of(method.getName(), arguments[1]));
          }
          if (method.getName().startsWith("execute")) {
            executed.accept(new Executed(sql, List.copyOf(parameters.values())));
          }
          return result;
        });
  }

  @FunctionalInterface
  private interface After {
    Object seen(Method method, Object[] arguments, Object result);
  }

  private static <T> T proxy(Class<T> type, T spied, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader() == null
                ? SpiedDataSource.class.getClassLoader()
                : type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object[] given = arguments == null ? new Object[0] : arguments;
                return after.seen(method, given, method.invoke(spied, given));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
