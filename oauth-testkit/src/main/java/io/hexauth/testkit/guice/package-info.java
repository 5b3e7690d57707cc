// SPDX-License-Identifier: Apache-2.0
/** Injector with strict settings, in which every Guice module of Hexauth works. */
@NullMarked
package io.hexauth.testkit.guice;

import org.jspecify.annotations.NullMarked;
