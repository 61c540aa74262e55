import type { AddressClaim, User } from '#people/users';

interface Fact {
  readonly label: string;
  readonly value: string;
}

/**
 * What is known about a person besides their names, which head the page: in words and in the order
 * shown. Unknown claims are left out.
 */
export function profileInWords({ claims, email, emailVerified, roles }: User): Fact[] {
  const facts: (readonly [string, string | undefined])[] = [
    ['Given name', claims.given_name],
    ['Middle name', claims.middle_name],
    ['Family name', claims.family_name],
    ['Nickname', claims.nickname],
    ['E-mail', email === undefined ? undefined : verifiable(email, emailVerified)],
    ['Phone', phone(claims)],
    ['Address', claims.address === undefined ? undefined : addressLine(claims.address)],
    ['Birthday', claims.birthdate],
    ['Gender', claims.gender],
    ['Website', claims.website],
    ['Profile page', claims.profile],
    ['Picture', claims.picture],
    ['Language', claims.locale],
    ['Time zone', claims.zoneinfo],
    ['Roles', roles.join(', ')],
  ];
  return facts.flatMap(([label, value = '']) => (value === '' ? [] : [{ label, value }]));
}

function phone({ phone_number: number, phone_number_verified: verified }: User['claims']) {
  return number === undefined ? undefined : verifiable(number, verified === true);
}

function verifiable(value: string, verified: boolean): string {
  return verified ? value : `${value} (not verified)`;
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
