// SPDX-License-Identifier: Apache-2.0
/**
 * Contract tests for implementations of driven ports. Extend a contract, and implement the methods
 * that create the implementation. The tests are final. Other methods to override move time, open a
 * second node, and damage a record.
 */
@NullMarked
package io.hexauth.testkit.contract;

import org.jspecify.annotations.NullMarked;
