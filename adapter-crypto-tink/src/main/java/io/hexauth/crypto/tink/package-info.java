// SPDX-License-Identifier: Apache-2.0
/**
 * Sealing of what is stored, over Google Tink. Applications see the module and its configuration;
 * the keyset comes from them, and may change while they run.
 */
@NullMarked
package io.hexauth.crypto.tink;

import org.jspecify.annotations.NullMarked;
