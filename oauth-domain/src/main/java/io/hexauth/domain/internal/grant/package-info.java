// SPDX-License-Identifier: Apache-2.0
/**
 * Token requests as forms, and the interpretation of their answers as one of a closed set of
 * results (RFC 6749 §4, §5, §6). The core uses this package; adapters only transfer the bytes.
 */
@NullMarked
package io.hexauth.domain.internal.grant;

import org.jspecify.annotations.NullMarked;
