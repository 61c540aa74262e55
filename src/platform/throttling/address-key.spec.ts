import { describe, expect, it } from '@jest/globals';
import { addressKey } from './address-key.js';

describe('what counts as one address', () => {
  it.each([
    ['192.0.2.1', 'ip:192.0.2.1'],
    ['::ffff:192.0.2.1', 'ip:192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', 'ip:2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', 'ip:2001:db8:1:2::/64'],
    ['2001:db8::1', 'ip:2001:db8:0:0::/64'],
    ['2001:db8::1.2.3.4', 'ip:2001:db8:0:0::/64'],
    ['2001::3:4:5:6:7', 'ip:2001:0:0:3::/64'],
    ['::1', 'ip:0:0:0:0::/64'],
    ['fe80::1%eth0', 'ip:fe80:0:0:0::/64'],
    ['not an address', 'ip:not an address'],
  ])('I07 %s is counted under %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });
});
