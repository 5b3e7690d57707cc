// SPDX-License-Identifier: Apache-2.0
/** The injector that every Guice module of Hexauth has to work in, and that users may test with. */
@NullMarked
package io.hexauth.testkit.guice;

import org.jspecify.annotations.NullMarked;
