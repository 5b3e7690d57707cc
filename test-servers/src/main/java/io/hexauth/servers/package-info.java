// SPDX-License-Identifier: Apache-2.0
/** Real servers for tests, started once for each JVM and stopped with it. */
@NullMarked
package io.hexauth.servers;

import org.jspecify.annotations.NullMarked;
