// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Public addresses: both ends of each block, and the addresses next to them. The blocks are those
 * of the special-purpose address registries of IANA, and multicast.
 */
class PublicAddressesTest {

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  private static boolean isPublic(InetAddress address) {
    return PublicAddresses.contains(address);
  }

  private static InetAddress first(String block) throws UnknownHostException {
    return address(block.substring(0, block.indexOf('/')));
  }

  private static InetAddress last(String block) throws UnknownHostException {
    byte[] bytes = first(block).getAddress();
    int bits = bytes.length * 8 - Integer.parseInt(block.substring(block.indexOf('/') + 1));
    BigInteger rest = BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
    return ofNumber(new BigInteger(1, bytes).or(rest), bytes.length);
  }

  private static InetAddress ofNumber(BigInteger number, int length) throws UnknownHostException {
    byte[] digits = number.toByteArray();
    byte[] bytes = new byte[length];
    int used = Math.min(length, digits.length);
    System.arraycopy(digits, digits.length - used, bytes, length - used, used);
    return InetAddress.getByAddress(bytes);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0.0.0.0/8, this network",
    "10.0.0.0/8, private use",
    "100.64.0.0/10, shared address space",
    "127.0.0.0/8, loopback",
    "169.254.0.0/16, link-local",
    "172.16.0.0/12, private use",
    "192.0.0.0/24, IETF protocol assignments",
    "192.0.2.0/24, documentation",
    "192.88.99.0/24, 6to4 relay anycast",
    "192.168.0.0/16, private use",
    "198.18.0.0/15, benchmarking",
    "198.51.100.0/24, documentation",
    "203.0.113.0/24, documentation",
    "224.0.0.0/4, multicast",
    "240.0.0.0/4, reserved and limited broadcast"
  })
  void blockOfIpv4ShouldNotBePublicInAnyForm(String block, String why) throws Exception {
    for (InetAddress address : Arrays.asList(first(block), last(block))) {
      assertThat(isPublic(address)).as("%s, %s", address, why).isFalse();
      assertThat(isPublic(within("0:0:0:0:0:ffff:", address))).as("IPv4-mapped").isFalse();
      assertThat(isPublic(within("64:ff9b:0:0:0:0:", address))).as("NAT64").isFalse();
      assertThat(isPublic(within("0:0:0:0:0:0:", address))).as("IPv4-compatible").isFalse();
      assertThat(isPublic(within("2002:", address, ":0:0:0:0:1"))).as("6to4").isFalse();
      assertThat(isPublic(within("2001:0:0:0:0:0:", address))).as("Teredo").isFalse();
    }
  }

  /** The addresses next to each block, and one far from all blocks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.1.255",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255"
      })
  void otherAddressOfIpv4ShouldBePublicInTheFormsThatAreInUse(String literal) throws Exception {
    InetAddress address = address(literal);
    assertThat(isPublic(address)).isTrue();
    assertThat(isPublic(within("0:0:0:0:0:ffff:", address))).as("IPv4-mapped").isTrue();
    assertThat(isPublic(within("64:ff9b:0:0:0:0:", address))).as("NAT64").isTrue();
    assertThat(isPublic(within("0:0:0:0:0:0:", address))).as("IPv4-compatible").isFalse();
    assertThat(isPublic(within("2002:", address, ":0:0:0:0:1"))).as("6to4").isFalse();
    assertThat(isPublic(within("2001:0:0:0:0:0:", address))).as("Teredo").isFalse();
  }

  private static InetAddress within(String prefix, InetAddress address)
      throws UnknownHostException {
    return within(prefix, address, "");
  }

  /**
   * {@return the address within an IPv6 prefix} A literal cannot be used: the JDK converts an
   * IPv4-mapped address to IPv4.
   */
  private static InetAddress within(String prefix, InetAddress address, String suffix)
      throws UnknownHostException {
    byte[] b = address.getAddress();
    String hex = String.format("%02x%02x:%02x%02x", b[0], b[1], b[2], b[3]);
    String[] groups = (prefix + hex + suffix).split(":");
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      int group = Integer.parseInt(groups[i], 16);
      bytes[2 * i] = (byte) (group >> 8);
      bytes[2 * i + 1] = (byte) group;
    }
    return Inet6Address.getByAddress(null, bytes, -1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "::/128, unspecified",
    "::1/128, loopback",
    "64:ff9b:1::/48, local-use NAT64",
    "100::/64, discard only",
    "100:0:0:1::/64, dummy prefix",
    "2001::/23, IETF protocol assignments with Teredo and ORCHID and benchmarking",
    "2001:2::/48, benchmarking",
    "2001:db8::/32, documentation",
    "2002::/16, 6to4",
    "3fff::/20, documentation",
    "4000::/3, unallocated",
    "5f00::/16, segment routing",
    "fc00::/7, unique local",
    "fe80::/10, link-local",
    "fec0::/10, site-local",
    "ff00::/8, multicast",
    "::/96, IPv4-compatible",
    "::ffff:0:0:0/96, IPv4-translated",
    "64:ff9a:ffff:ffff:ffff:ffff::/96, before NAT64",
    "64:ff9b:0:0:0:1::/96, after NAT64",
    "0:0:0:0:0:fffe::/96, before IPv4-mapped"
  })
  void blockOfIpv6ShouldNotBePublic(String block, String why) throws Exception {
    assertThat(isPublic(first(block))).as("%s, %s", first(block), why).isFalse();
    assertThat(isPublic(last(block))).as("%s, %s", last(block), why).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2000::",
        "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db9::",
        "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2003::",
        "2620:4f:8000::1",
        "2a00:1450:4001:80b::200e",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff:1000::"
      })
  void globalUnicastAddressOfIpv6ShouldBePublic(String address) throws Exception {
    assertThat(isPublic(address(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000::", "3fff:1000::", "64:ff9b::808:808"})
  void scopeShouldChangeNothing(String address) throws Exception {
    assertThat(isPublic(Inet6Address.getByAddress(null, address(address).getAddress(), 1)))
        .isTrue();
    assertThat(isPublic(Inet6Address.getByAddress(null, address("fe80::1").getAddress(), 1)))
        .isFalse();
  }
}
