// SPDX-License-Identifier: Apache-2.0
/**
 * The only place that knows JSON: bodies of answers, and the documents that are sealed and stored.
 * Bounded in every dimension, no polymorphic types, unknown members kept where they are ours.
 */
@NullMarked
package io.hexauth.core.internal.json;

import org.jspecify.annotations.NullMarked;
