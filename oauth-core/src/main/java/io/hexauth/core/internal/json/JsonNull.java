// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

/** JSON's {@code null}, which is kept where a member is only carried along. */
enum JsonNull {
  /** The only one. */
  NULL
}
