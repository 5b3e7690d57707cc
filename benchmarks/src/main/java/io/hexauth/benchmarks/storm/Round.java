// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.storm;

/**
 * The result of one storm over one expired grant.
 *
 * @param requests number of token requests that the server received
 * @param lost number of grants that the server revoked
 * @param calls number of calls of all threads
 * @param failed number of calls that got no token of this round
 * @param refreshing waits of the calls on the node that refreshed, in ns
 * @param others waits of the calls on the other nodes, in ns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Round(
    int requests, int lost, int calls, int failed, long[] refreshing, long[] others) {}
