import { type MemberProblem, problem } from '#platform/changes';
import { CLAIM_SOURCES, CLAIMS_OF_SCOPES, isReservedClaim } from '#protocol';
import { type DeclaredAttributes, undeclared } from './attributes.js';
import { attributeOf, type CustomClaim, MAX_CUSTOM_CLAIMS } from './custom-claim.js';

/** Limit: bytes of a custom claim that is always the same. */
const MAX_CONSTANT = 500;

/** As programs name theirs, addresses among them. */
const NAME = /^[A-Za-z][\w:./-]{0,127}$/;

const SOURCES: ReadonlySet<string> = new Set(CLAIM_SOURCES);

/** What is wrong with the claims that a client or an API is told under names of its own. */
export function customClaimProblems(claims: readonly CustomClaim[] = []): MemberProblem[] {
  if (claims.length > MAX_CUSTOM_CLAIMS) return problem('/claims', 'There are too many claims.');
  const names = claims.map(({ claim }) => claim);
  const twice = new Set(names).size < names.length ? 'A claim is named twice.' : undefined;
  return [
    ...problem('/claims', twice),
    ...claims.flatMap((claim, index) => problemsOf(claim, `/claims/${String(index)}`)),
  ];
}

function problemsOf({ claim, from, value, in: places }: CustomClaim, at: string): MemberProblem[] {
  return [
    ...problem(`${at}/claim`, nameError(claim)),
    ...problem(
      `${at}/from`,
      (from === undefined) === (value === undefined)
        ? 'A claim has either from or value.'
        : from === undefined || SOURCES.has(from) || attributeOf(from) !== undefined
          ? undefined
          : `It is attributes.<name>, or one of: ${CLAIM_SOURCES.join(', ')}.`,
    ),
    ...problem(`${at}/value`, value === undefined ? undefined : constantError(value)),
    ...problem(`${at}/in`, places?.length === 0 ? 'It is told nowhere.' : undefined),
  ];
}

/** Which of the claims that somebody is given come from attributes that are not there, or not for others. */
export function claimSourceProblems(
  claims: readonly CustomClaim[] | null | undefined,
  declared: DeclaredAttributes,
): MemberProblem[] {
  return (claims ?? []).flatMap(({ from = '' }, index) => {
    const name = attributeOf(from);
    return problem(`/claims/${String(index)}/from`, name && sourceError(name, declared));
  });
}

function sourceError(name: string, declared: DeclaredAttributes): string | undefined {
  const attribute = declared.get(name);
  if (attribute === undefined) return undeclared(declared);
  return attribute.told ? undefined : `The attribute ${name} is for admins alone.`;
}

/** A name that means something already says whatever it means to whoever trusts it. */
function nameError(name: string): string | undefined {
  if (!NAME.test(name)) {
    return 'A claim is 1 to 128 of letters, digits, "_", ":", ".", "/" and "-", and begins with a letter.';
  }
  const taken = isReservedClaim(name) || CLAIMS_OF_SCOPES.includes(name);
  return taken ? `The claim ${name} means something already.` : undefined;
}

function constantError(value: unknown): string | undefined {
  const plain = (one: unknown) => ['string', 'number', 'boolean'].includes(typeof one);
  const sound = plain(value) || (Array.isArray(value) && value.every(plain));
  if (!sound) return 'It is a string, a number, a truth value, or a list of them.';
  return Buffer.byteLength(JSON.stringify(value)) > MAX_CONSTANT ? 'It is too long.' : undefined;
}
