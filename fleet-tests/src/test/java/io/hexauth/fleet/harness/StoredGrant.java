// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

/** A stored record, read without Hexauth. */
public record StoredGrant(String grantId, long generation, long epoch, String state, int attempt) {}
