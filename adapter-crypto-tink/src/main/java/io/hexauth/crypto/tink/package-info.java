// SPDX-License-Identifier: Apache-2.0
/** Sealing of what is stored, over Google Tink; the Guice module and what it needs. */
@NullMarked
package io.hexauth.crypto.tink;

import org.jspecify.annotations.NullMarked;
