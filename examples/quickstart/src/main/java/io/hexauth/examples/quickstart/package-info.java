// SPDX-License-Identifier: Apache-2.0
/**
 * The five systems of the seed documents, each in a class of its own and as a user would write it,
 * one after another against a real authorization server in this process.
 */
@NullMarked
package io.hexauth.examples.quickstart;

import org.jspecify.annotations.NullMarked;
