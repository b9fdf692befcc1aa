// STUB: the values helper owns this file.

/// An IP address; IPv4 is held as the IPv6 address that maps it, so that `::ffff:10.0.0.1` is
/// `10.0.0.1`.
package struct IPAddress: Hashable, Sendable {
  /// 16 bytes, network order.
  package var bytes: [UInt8]
  package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// A block of addresses: the network's 16 bytes and how many leading bits count, 0 to 128 (an IPv4
/// prefix plus 96).
package struct CIDRBlock: Hashable, Sendable {
  package var network: [UInt8]
  package var prefix: UInt8
  package init(network: [UInt8], prefix: UInt8) {
    self.network = network
    self.prefix = prefix
  }
}
