// SPDX-License-Identifier: Apache-2.0
/**
 * Contracts that every implementation of a driven port must keep, as tests: extend a contract, say
 * how to make an implementation, and it runs. The tests are final; hooks move time, show what
 * another node sees, and damage a record.
 */
@NullMarked
package io.hexauth.testkit.contract;

import org.jspecify.annotations.NullMarked;
