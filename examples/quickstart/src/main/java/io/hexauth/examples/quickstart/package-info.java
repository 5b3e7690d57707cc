// SPDX-License-Identifier: Apache-2.0
/**
 * The five systems of the seed documents. Each is a class, written like the code of an application.
 * They run one after another against a real authorization server in this process.
 */
@NullMarked
package io.hexauth.examples.quickstart;

import org.jspecify.annotations.NullMarked;
