// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

/**
 * One storm over one expired grant.
 *
 * @param requests token requests that the server got
 * @param lost grants that the server revoked
 * @param calls of all threads
 * @param failed calls that got no token of this round
 * @param refreshing what the calls of the node that refreshed took, in ns
 * @param others what those of the other nodes took
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Round(int requests, int lost, int calls, int failed, long[] refreshing, long[] others) {}
