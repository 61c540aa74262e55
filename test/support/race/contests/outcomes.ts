import type { Answer } from '../../answer.js';

/** A success for itself, whatever is in it: no two answers have the same X-Request-Id. */
const own = (answer: Answer): string => answer.headers.get('x-request-id') ?? answer.text;

export const succeeds = (answer: Answer) => (answer.status < 300 ? own(answer) : undefined);

/** A redirect to the client with a code. */
export const getsCode = ({ parameters }: Answer): string | undefined => parameters['code'];

/** The guess was looked at, which is all that somebody who guesses wants. */
export const isChecked = (answer: Answer) => (answer.status === 400 ? own(answer) : undefined);
