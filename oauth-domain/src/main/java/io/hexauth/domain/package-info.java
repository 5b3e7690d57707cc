// SPDX-License-Identifier: Apache-2.0
/** Values and pure decisions of an OAuth 2 client; concepts live in the packages below. */
@NullMarked
package io.hexauth.domain;

import org.jspecify.annotations.NullMarked;
