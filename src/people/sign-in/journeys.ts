import { Injectable } from '@nestjs/common';
import { SecretBox } from '#platform/crypto';
import { type Browser, Cookies, ErrorForPeople, MAX_COOKIE } from '#platform/http';

const COOKIE = 'journey';
/** How long somebody may be at another server, in seconds. */
export const JOURNEY_LIFETIME = 10 * 60;
const PLACE = 'sign-in journey';

/** Somebody who was sent to another server to sign in there. */
export interface Journey {
  /** Of the interaction. */
  readonly uid: string;
  /** Of the method, and the path of its form. */
  readonly name: string;
  readonly path: string;
  /** What the strategy keeps until they come back, such as `state`. */
  readonly session: Record<string, unknown>;
}

/** Limit: other servers at which one browser may be at once, in tabs. */
const MAX_JOURNEYS = 3;

/**
 * Remembers in the browser itself, sealed, who was sent away: nobody else can come back for them, and they
 * only once. Whoever has left in several tabs comes back to each.
 */
@Injectable()
export class Journeys {
  constructor(
    private readonly box: SecretBox,
    private readonly cookies: Cookies,
  ) {}

  begin(journey: Journey, browser: Browser): void {
    this.write([...this.open(browser), journey].slice(-MAX_JOURNEYS), browser);
  }

  /**
   * @param state that came back: it tells which one it is, where the strategy keeps it
   * @throws OAuthError `invalid_request` when this browser was not sent away by `name`
   */
  end(name: string, state: string | undefined, browser: Browser): Journey {
    const open = this.open(browser);
    const theirs = open.filter((one) => one.name === name);
    const journey =
      theirs.find(({ session }) => keeps(session, state)) ??
      // A strategy may keep nothing; one that does has another's state before it, and ends no journey.
      theirs.findLast(({ session }) => state === undefined || Object.keys(session).length === 0);
    if (journey === undefined) throw new ErrorForPeople('interactionOver');
    const others = open.filter((one) => one !== journey);
    this.write(others, browser);
    return journey;
  }

  private write(journeys: readonly Journey[], browser: Browser): void {
    if (journeys.length === 0) {
      this.cookies.clear(browser, COOKIE);
      return;
    }
    const sealed = this.box.seal(JSON.stringify(journeys), PLACE);
    if (sealed.length > MAX_COOKIE) {
      if (journeys.length > 1) {
        this.write(journeys.slice(1), browser);
        return;
      }
      throw new Error('the strategy keeps more than a cookie holds');
    }
    this.cookies.write(browser, COOKIE, sealed, { maxAge: JOURNEY_LIFETIME });
  }

  private open(browser: Browser): Journey[] {
    const sealed = this.cookies.read(browser, COOKIE);
    if (sealed === undefined) return [];
    try {
      return JSON.parse(this.box.open(sealed, PLACE)) as Journey[];
    } catch {
      return [];
    }
  }
}

/** Strategies keep it under names of their own. */
function keeps(session: Record<string, unknown>, state: string | undefined): boolean {
  return state !== undefined && JSON.stringify(session).includes(JSON.stringify(state));
}
