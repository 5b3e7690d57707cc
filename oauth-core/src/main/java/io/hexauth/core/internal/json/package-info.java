// SPDX-License-Identifier: Apache-2.0
/**
 * JSON: bodies of answers, and the documents that are encrypted and stored. No other package reads
 * or writes JSON. All sizes are limited, there are no polymorphic types, and unknown members of
 * stored documents are kept.
 */
@NullMarked
package io.hexauth.core.internal.json;

import org.jspecify.annotations.NullMarked;
