// SPDX-License-Identifier: Apache-2.0
/** Test kit for adapters and applications: contracts, fakes, a virtual clock. */
@NullMarked
package io.hexauth.testkit;

import org.jspecify.annotations.NullMarked;
