import { readFileSync } from 'node:fs';

// The compiler keeps every import it is told to keep (verbatimModuleSyntax); tests have to see the
// same module graph, so they get the settings of .swcrc plus that one.
const options = JSON.parse(readFileSync('.swcrc', 'utf8'));
delete options.$schema;
options.jsc.transform.verbatimModuleSyntax = true;

export const swcOptions = { ...options, swcrc: false };
