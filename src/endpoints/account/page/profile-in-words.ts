import type { AddressClaim, OwnClaim, User } from '#people/users';
import type { NamedAttributes } from '#registry/claims';
import { fill, textsFor } from '#platform/texts';

interface Fact {
  readonly label: string;
  readonly value: string;
}

/**
 * What is known about a person, in words and in the order shown. Their names are left out: they head the
 * page. Unknown claims are left out.
 */
export function profileInWords({ claims, email, emailVerified, roles }: User): Fact[] {
  const { claims: labels } = textsFor().account;
  const facts: (readonly [string, string | undefined])[] = [
    [labels.givenName, claims.given_name],
    [labels.middleName, claims.middle_name],
    [labels.familyName, claims.family_name],
    [labels.nickname, claims.nickname],
    [labels.email, email === undefined ? undefined : verifiable(email, emailVerified)],
    [labels.phone, phone(claims)],
    [labels.address, claims.address === undefined ? undefined : addressLine(claims.address)],
    [labels.birthday, claims.birthdate],
    [labels.gender, claims.gender],
    [labels.website, claims.website],
    [labels.profilePage, claims.profile],
    [labels.picture, claims.picture],
    [labels.language, claims.locale],
    [labels.timeZone, claims.zoneinfo],
    [labels.roles, roles.join(', ')],
  ];
  return facts.flatMap(([label, value = '']) => (value === '' ? [] : [{ label, value }]));
}

/** What the enterprise declared besides, under the names that it gave. */
export function attributesInWords(attributes: NamedAttributes): Fact[] {
  return Object.entries(attributes).map(([label, values]) => ({ label, value: values.join(', ') }));
}

/** What people may change themselves, by the names of their claims. */
export function claimLabels(): Readonly<Record<OwnClaim, string>> {
  const { claims: labels } = textsFor().account;
  return {
    ...{ name: labels.name, given_name: labels.givenName, family_name: labels.familyName },
    ...{ nickname: labels.nickname, picture: labels.picture, website: labels.website },
    ...{ locale: labels.language, zoneinfo: labels.timeZone },
  };
}

function phone({ phone_number: number, phone_number_verified: verified }: User['claims']) {
  return number === undefined ? undefined : verifiable(number, verified === true);
}

function verifiable(value: string, verified: boolean): string {
  return verified ? value : fill(textsFor().account.notVerified, { value });
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
