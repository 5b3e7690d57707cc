// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Rule for public addresses: global unicast addresses that no special-purpose address registry of
 * IANA reserves (RFC 6890).
 *
 * <p>Of IPv6, only 2000::/3 is public, which is the part that is allocated as global unicast. An
 * IPv6 address that contains an IPv4 address in a form in use counts as this IPv4 address: behind
 * NAT64, every IPv4 server has such an address. Obsolete forms are refused: IPv4-compatible, 6to4,
 * Teredo.
 */
final class PublicAddresses {

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (bytes.remaining() == Integer.BYTES) {
      return isPublic(bytes.getInt());
    }
    long high = bytes.getLong();
    long low = bytes.getLong();
    boolean mapped = high == 0 && (low >>> 32) == 0xFFFF;
    boolean translated = high == 0x0064_FF9B_0000_0000L && (low >>> 32) == 0; // NAT64, RFC 6052
    return (mapped || translated) ? isPublic((int) low) : isPublic(high);
  }

  private static boolean isPublic(int address) {
    return !(in(address, 0x0000_0000, 8) // this network
        || in(address, 0x0A00_0000, 8) // 10, private
        || in(address, 0x6440_0000, 10) // 100.64, shared by the customers of a provider
        || in(address, 0x7F00_0000, 8) // loopback
        || in(address, 0xA9FE_0000, 16) // 169.254, link-local
        || in(address, 0xAC10_0000, 12) // 172.16, private
        || in(address, 0xC000_0000, 24) // 192.0.0, protocol assignments
        || in(address, 0xC000_0200, 24) // 192.0.2, documentation
        || in(address, 0xC058_6300, 24) // 192.88.99, relays of 6to4
        || in(address, 0xC0A8_0000, 16) // 192.168, private
        || in(address, 0xC612_0000, 15) // 198.18, benchmarks
        || in(address, 0xC633_6400, 24) // 198.51.100, documentation
        || in(address, 0xCB00_7100, 24) // 203.0.113, documentation
        || in(address, 0xE000_0000, 3)); // multicast, reserved, broadcast
  }

  /**
   * {@return true if the address is public} The first 64 bits of an IPv6 address decide, because no
   * block of 2000::/3 is smaller.
   */
  private static boolean isPublic(long address) {
    return in(address, 0x2000_0000_0000_0000L, 3)
        && !(in(address, 0x2001_0000_0000_0000L, 23) // protocol assignments, with Teredo
            || in(address, 0x2001_0DB8_0000_0000L, 32) // documentation
            || in(address, 0x2002_0000_0000_0000L, 16) // 6to4
            || in(address, 0x3FFF_0000_0000_0000L, 20)); // documentation
  }

  private static boolean in(int address, int block, int bits) {
    return (address ^ block) >>> (Integer.SIZE - bits) == 0;
  }

  private static boolean in(long address, long block, int bits) {
    return (address ^ block) >>> (Long.SIZE - bits) == 0;
  }
}
