// SPDX-License-Identifier: Apache-2.0
/** What adapters and applications test with: contracts, fakes, a virtual clock. */
@NullMarked
package io.hexauth.testkit;

import org.jspecify.annotations.NullMarked;
