import { lookup, type LookupAddress } from 'node:dns';
import type { BlockList, LookupFunction } from 'node:net';
import { isReachable } from './address-guard.js';

/** Finds all addresses of a host, as the operating system knows them. */
export type Resolve = (
  host: string,
  done: (error: Error | null, addresses?: LookupAddress[]) => void,
) => void;

const systemResolve: Resolve = (host, done) => {
  lookup(host, { all: true, order: 'verbatim' }, done);
};

/**
 * Resolves a host for the socket that is about to connect, so that the address which is checked is
 * the one that is used: a name that answers differently the second time changes nothing. One address
 * that is out of bounds spoils all of them.
 */
export function guardedLookup(exempt: BlockList, resolve = systemResolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, addresses = []) => {
      const [first] = addresses;
      const refused = addresses.some(({ address }) => !isReachable(address, exempt));
      if (error !== null) callback(error, '');
      else if (first === undefined) callback(new Error('the host has no address'), '');
      else if (refused) callback(new Error('the address is out of bounds'), '');
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
