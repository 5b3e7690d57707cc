// SPDX-License-Identifier: Apache-2.0
/**
 * Encryption of stored documents with Google Tink. Applications use {@link
 * io.hexauth.crypto.tink.TinkTokenCipherModule} and its configuration. The application supplies the
 * keyset, which may change while the application runs.
 */
@NullMarked
package io.hexauth.crypto.tink;

import org.jspecify.annotations.NullMarked;
