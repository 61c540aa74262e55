/** Limit: characters of a `client_id` that an admin chooses. */
export const LONGEST_CLIENT_ID = 128;

/** VSCHAR (RFC 6749 §A.1) without the space, and without the colon that ends it in a Basic header. */
const CHOSEN = /^[\x21-\x39\x3b-\x7e]+$/;

/** The forms of what people are called: for everybody, and in one sector (OIDC Core §8; attack E12). */
const SUBJECTS = [/^[a-z0-9]{25}$/, /^[\w-]{43}$/];

/** Why an admin cannot have a client called this, as a sentence. */
export function chosenIdError(id: string): string | undefined {
  if (id.length > LONGEST_CLIENT_ID || !CHOSEN.test(id)) {
    return `A client_id has 1 to ${String(LONGEST_CLIENT_ID)} printable ASCII characters, no space and no colon.`;
  }
  if (SUBJECTS.some((form) => form.test(id))) {
    return 'This client_id has the form of the subjects of people: a token of the client could pass for one of a person.';
  }
  // No path can name them (RFC 3986 §5.2.4).
  return id === '.' || id === '..' ? 'This client_id cannot stand in an address.' : undefined;
}
