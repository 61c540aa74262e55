// @ts-check
// In the order of the columns' ratios: what is measured, what it is measured against, the limit.
import {
  gatehouseApart,
  gatehouseGrown,
  gatehouseOnMysql,
  gatehouseOnSqlite,
  gatehouseOnTwoNodes,
} from './gatehouse.js';
import { localSystem } from './local-system.js';

/** @import { Options, System } from '../types.js' */

/** Measured only when they are named: they take minutes to prepare, or a database server. */
export const ON_REQUEST = ['gatehouse-grown', 'gatehouse-two-nodes', 'gatehouse-apart'];

/** @type {Record<string, (options: Options) => System>} */
export const systems = {
  gatehouse: gatehouseOnSqlite,
  'gatehouse-grown': gatehouseGrown,
  'gatehouse-mysql': gatehouseOnMysql,
  'gatehouse-two-nodes': gatehouseOnTwoNodes,
  'gatehouse-apart': gatehouseApart,
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
