import { it } from '@jest/globals';

type Body = () => void | Promise<void>;
type Register = (name: string, body: Body, timeout?: number) => void;

const mustRunEverything = process.env['CI'] === 'true';

/**
 * Gives back a `describe` or `it` that runs its body only when nothing is missing.
 * A developer's machine skips and says why; continuous integration must not skip, so there the
 * missing part is a failure of its own.
 */
export function skippable(
  register: unknown,
  missing: string | undefined,
): (name: string, body: Body, timeout?: number) => void {
  const { skip } = register as { skip: Register };
  if (missing === undefined) return register as Register;
  return (name, body) => {
    if (mustRunEverything) {
      it(name, () => {
        throw new Error(`CI runs every test, but there is ${missing}.`);
      });
    } else {
      skip(`${name} [${missing}]`, body);
    }
  };
}
