import type { AddressClaim, OwnClaim, User } from '#people/users';
import type { NamedAttributes } from '#registry/claims';
import { fill, type Said, type Text, type Texts } from '#platform/texts';

type Claim = keyof Texts['account']['claims'];

interface Fact {
  readonly label: Text;
  readonly value: Text;
}

/**
 * What is known about a person, in words and in the order shown. Their names are left out: they head the
 * page. Unknown claims are left out.
 */
export function profileInWords({ claims, email, emailVerified, roles }: User): Fact[] {
  const facts: (readonly [Claim, Text | undefined])[] = [
    ['givenName', claims.given_name],
    ['middleName', claims.middle_name],
    ['familyName', claims.family_name],
    ['nickname', claims.nickname],
    ['email', email === undefined ? undefined : verifiable(email, emailVerified)],
    ['phone', phone(claims)],
    ['address', claims.address === undefined ? undefined : addressLine(claims.address)],
    ['birthday', claims.birthdate],
    ['gender', claims.gender],
    ['website', claims.website],
    ['profilePage', claims.profile],
    ['picture', claims.picture],
    ['language', claims.locale],
    ['timeZone', claims.zoneinfo],
    ['roles', roles.join(', ')],
  ];
  return facts.flatMap(([claim, value = '']) =>
    value === '' ? [] : [{ label: (t: Texts) => t.account.claims[claim], value }],
  );
}

/** What the enterprise declared besides, under the names that it gave. */
export function attributesInWords(attributes: NamedAttributes): Fact[] {
  return Object.entries(attributes).map(([label, values]) => ({ label, value: values.join(', ') }));
}

const LABELS = {
  ...{ name: 'name', given_name: 'givenName', family_name: 'familyName', nickname: 'nickname' },
  ...{ picture: 'picture', website: 'website', locale: 'language', zoneinfo: 'timeZone' },
} as const satisfies Readonly<Record<OwnClaim, Claim>>;

/** What people may change themselves, by the names of their claims. */
export function claimLabel(name: OwnClaim): Said {
  return (t) => t.account.claims[LABELS[name]];
}

function phone({ phone_number: number, phone_number_verified: verified }: User['claims']) {
  return number === undefined ? undefined : verifiable(number, verified === true);
}

function verifiable(value: string, verified: boolean): Text {
  return verified ? value : (t) => fill(t.account.notVerified, { value });
}

/** On one line; as on an envelope where the whole address is known (OIDC Core §5.1.1). */
function addressLine(address: AddressClaim): string {
  const { formatted, street_address, locality, region, postal_code, country } = address;
  const lines = formatted ?? [street_address, postal_code, locality, region, country].join('\n');
  return lines
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .join(', ');
}
