// SPDX-License-Identifier: Apache-2.0
/** The documents of the repository: what they link to and name is there. */
@NullMarked
package io.hexauth.architecture.docs;

import org.jspecify.annotations.NullMarked;
