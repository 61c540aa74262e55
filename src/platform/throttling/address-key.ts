import { isIPv6 } from 'node:net';

/** A household or a server has a whole /64 of IPv6 addresses, so that is what counts as one. */
export function addressKey(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return `ip:${mapped}`;
  if (!isIPv6(ip)) return `ip:${ip}`;
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  // `::` stands for as many zeros as are missing; an embedded IPv4 address counts as two groups.
  const width = last.length + (last.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = tail === undefined ? 0 : Math.max(8 - first.length - width, 0);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4);
  return `ip:${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
