// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

/** A record as somebody sees it who looks into the store behind everybody's back. */
public record StoredGrant(String grantId, long generation, long epoch, String state, int attempt) {}
