// SPDX-License-Identifier: Apache-2.0
/**
 * Example of a custom token store, which uses only the ports: a directory of files that the
 * processes of one machine share.
 */
@NullMarked
package io.hexauth.examples.customtokenstore;

import org.jspecify.annotations.NullMarked;
