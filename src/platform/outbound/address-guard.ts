import { BlockList, isIP } from 'node:net';

/** Networks that are no part of the public internet, or lead back to ones that are not (attack H07). */
const BLOCKED = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  // The first holds `::`, `::1` and IPv4-compatible addresses; NAT64, Teredo and 6to4 hold any IPv4.
  ipv6: [
    '::/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/32',
    '2001:db8::/32',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
  ],
} as const;

const blocked = new BlockList();
for (const family of ['ipv4', 'ipv6'] as const) {
  for (const network of BLOCKED[family]) {
    const [address = '', prefix] = network.split('/');
    blocked.addSubnet(address, Number(prefix), family);
  }
}

/**
 * Whether Gatehouse may connect to an address: it is public, or one of the networks that whoever
 * runs Gatehouse has exempted. IPv4 addresses written as IPv6 count as what they are.
 */
export function isReachable(address: string, exempt: BlockList): boolean {
  const [plain = ''] = address.split('%', 1);
  const version = isIP(plain);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  return exempt.check(plain, family) || !blocked.check(plain, family);
}
