// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.jdbc.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Data sources and connections whose calls a test answers. */
final class Proxied {

  interface Source {
    Connection get() throws SQLException;
  }

  interface Call {
    Object of(Method method, Object[] arguments) throws Exception;
  }

  private Proxied() {}

  static DataSource source(Source connections) {
    return of(DataSource.class, (method, arguments) -> connections.get());
  }

  /** {@return a connection} An exception from reflection is unwrapped to that of the driver. */
  static Connection connection(Call call) {
    return of(Connection.class, call);
  }

  static PreparedStatement statement(Call call) {
    return of(PreparedStatement.class, call);
  }

  /** {@return this connection with a {@code close()} without effect} */
  static Connection unclosed(Connection connection) {
    return closedBy(connection, () -> {});
  }

  /** {@return this connection, whose {@code close()} runs this action instead} */
  static Connection closedBy(Connection connection, Runnable closing) {
    return connection(
        (method, arguments) -> {
          if (method.getName().equals("close")) {
            closing.run();
            return null;
          }
          return method.invoke(connection, arguments);
        });
  }

  static <T> T of(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            Proxied.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
