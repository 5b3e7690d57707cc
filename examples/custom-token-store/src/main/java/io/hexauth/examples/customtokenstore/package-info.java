// SPDX-License-Identifier: Apache-2.0
/**
 * A token store that is not part of Hexauth, written against the ports alone: a directory of files
 * that the processes of one machine share.
 */
@NullMarked
package io.hexauth.examples.customtokenstore;

import org.jspecify.annotations.NullMarked;
