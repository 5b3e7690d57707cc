// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

/** A write of a record, as the store itself has recorded it. */
public record Change(String key, String grantId, long generation, String state) {}
