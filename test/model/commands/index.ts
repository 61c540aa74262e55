import fc from 'fast-check';
import type { LocalWorld } from '../../support/world.js';
import type { LifeCycle } from '../life-cycle.js';
import { Authorize, ClientCredentials, Redeem, SignIn } from './authorizing.js';
import {
  ChangePassword,
  LogOut,
  ResetPassword,
  ToggleClient,
  ToggleUser,
  WithdrawConsent,
} from './endings.js';
import { Advance, KeepHouse } from './time.js';
import { Refresh, RevokeAccessToken, RevokeRefreshToken, Steal } from './token-use.js';

type Command = fc.AsyncCommand<LifeCycle, LocalWorld>;

const HOUR = 3600;
/** Around every limit there is, on both sides. */
const SECONDS = [1, 9, 10, 11, 30, 59, 60, 61, 599, 600, 601, 1799, 1801, HOUR - 1, HOUR];
const HOURS = [6, 12, 13, 24, 13 * 24, 14 * 24, 60 * 24].map((hours) => hours * HOUR);

/** The latest of its kind more often than not. */
const which = fc.oneof(fc.constant(0), fc.nat({ max: 7 }));
const one = (Command: new (which: number) => Command) => which.map((n) => new Command(n));
const asking = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 1 }), fc.boolean());

/** All that can happen; what is listed twice happens twice as often. */
const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...Array<fc.Arbitrary<Command>>(4).fill(asking.map((args) => new SignIn(...args))),
  asking.map((args) => new Authorize(...args)),
  ...[one(Redeem), one(Redeem)],
  one(ClientCredentials),
  ...Array<fc.Arbitrary<Command>>(6).fill(one(Refresh)),
  ...[one(RevokeAccessToken), one(RevokeRefreshToken), one(Steal)],
  ...[one(ToggleClient), one(ToggleUser), one(ResetPassword)],
  ...[one(ChangePassword), one(WithdrawConsent), one(LogOut)],
  ...Array<fc.Arbitrary<Command>>(3).fill(
    fc.constantFrom(...SECONDS).map((seconds) => new Advance(seconds)),
  ),
  fc.constantFrom(...HOURS).map((seconds) => new Advance(seconds)),
  fc.constant(new KeepHouse(0)),
];

/** Up to `most` commands, of which those are left out that make no sense when they are due. */
export const commandsUpTo = (most: number) =>
  fc.commands([...COMMANDS], { maxCommands: most, size: 'max' });
