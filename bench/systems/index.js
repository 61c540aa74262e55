// @ts-check
// In the order of the columns' ratios: what is measured, what it is measured against, the limit.
import { gatehouseOnMysql, gatehouseOnSqlite } from './gatehouse.js';
import { localSystem } from './local-system.js';

/** @import { Options, System } from '../types.js' */

/** @type {Record<string, (options: Options) => System>} */
export const systems = {
  gatehouse: gatehouseOnSqlite,
  'gatehouse-mysql': gatehouseOnMysql,
  'oidc-provider': (options) =>
    localSystem(
      {
        name: 'oidc-provider',
        role: 'peer',
        script: 'oidc-provider-server.js',
        introspectsJwt: false,
      },
      options,
    ),
  ceiling: (options) =>
    localSystem(
      {
        name: 'ceiling',
        role: 'ceiling',
        script: 'ceiling-server.js',
        introspectsJwt: true,
        guardedPath: '/guarded',
      },
      options,
    ),
};
