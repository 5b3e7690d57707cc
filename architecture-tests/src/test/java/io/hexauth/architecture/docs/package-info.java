// SPDX-License-Identifier: Apache-2.0
/** Tests of documents: the targets of links and names exist. */
@NullMarked
package io.hexauth.architecture.docs;

import org.jspecify.annotations.NullMarked;
