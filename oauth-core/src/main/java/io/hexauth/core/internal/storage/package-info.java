// SPDX-License-Identifier: Apache-2.0
/**
 * Storage of grants and pending authorizations: encryption, writes by compare-and-set according to
 * the transitions of the domain, and typed failures.
 */
@NullMarked
package io.hexauth.core.internal.storage;

import org.jspecify.annotations.NullMarked;
