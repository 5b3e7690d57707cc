// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

/** JSON value {@code null}, kept in members that this version does not know. */
enum JsonNull {
  /** Single instance. */
  NULL
}
