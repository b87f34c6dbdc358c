import { BlockList, isIP } from 'node:net';

/**
 * What no call of ours to an address from a configuration may reach: the own machine, private nets, link-local (where
 * clouds keep the credentials of a machine, 169.254.169.254), carrier nets, documentation, multicast and reserved ones.
 * IANA special-purpose registries, as of 2026.
 */
const closed4: readonly (readonly [net: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only what is routed today (2000::/3) is open, less the nets below: they wrap IPv4 or are for documents. */
const closed6: readonly (readonly [net: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
];

const blocked = new BlockList();
for (const [net, bits] of closed4) blocked.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of closed6) blocked.addSubnet(net, bits, 'ipv6');
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !blocked.check(address, 'ipv4');
  return version === 6 && routed.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
}
