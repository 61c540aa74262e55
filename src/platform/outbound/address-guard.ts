import { BlockList, isIP } from 'node:net';

/**
 * Networks of IPv4 that are no part of the public internet, or lead back to ones that are not (attack H07):
 * the IANA IPv4 Special-Purpose Address Registry, multicast, and the address by which a cloud talks to its
 * machines.
 */
const NOT_PUBLIC_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/** All that is public of IPv6 (RFC 4291 §2.4) ... */
const GLOBAL_UNICAST = '2000::/3';
/** ... but what the IANA IPv6 Special-Purpose Address Registry takes out of it. */
const NOT_PUBLIC_IPV6 = [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
];

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const notPublicIpv4 = listOf(NOT_PUBLIC_IPV4, 'ipv4');
const notPublicIpv6 = listOf(NOT_PUBLIC_IPV6, 'ipv6');
const globalUnicast = listOf([GLOBAL_UNICAST], 'ipv6');

/**
 * Whether Gatehouse may connect to an address: it is public, or one of the networks that whoever
 * runs Gatehouse has exempted. IPv4 addresses written as IPv6 count as what they are.
 */
export function isReachable(address: string, exempt: BlockList): boolean {
  const [written = ''] = address.split('%', 1);
  const plain = mappedIpv4(written) ?? written;
  switch (isIP(plain)) {
    case 4:
      return exempt.check(plain, 'ipv4') || !notPublicIpv4.check(plain, 'ipv4');
    case 6:
      return exempt.check(plain, 'ipv6') || isPublicIpv6(plain);
    default:
      return false;
  }
}

function isPublicIpv6(address: string): boolean {
  return globalUnicast.check(address, 'ipv6') && !notPublicIpv6.check(address, 'ipv6');
}

/** The IPv4 address in `::ffff:0:0/96` (RFC 4291 §2.5.5.2). */
function mappedIpv4(address: string): string | undefined {
  if (isIP(address) !== 6) return undefined;
  const { hostname } = new URL(`http://[${address}]`);
  const [, high, low] = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const bytes = [high, low].flatMap((half) => {
    const number = Number.parseInt(half, 16);
    return [number >> 8, number & 0xff];
  });
  return bytes.join('.');
}
