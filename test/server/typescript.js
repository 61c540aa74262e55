// Loaded before a server of the tests (`--import`): its modules come from src and test as they are, each
// compiled as it is read, with the settings that jest has (jest.config.js).
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { transformSync } from '@swc/core';
import { swcOptions } from './swc-options.js';

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      // A TypeScript module is imported by the name that it has once it is compiled.
      if (!specifier.endsWith('.js')) throw error;
      return next(specifier.replace(/js$/, 'ts'), context);
    }
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const { code } = transformSync(readFileSync(new URL(url), 'utf8'), swcOptions);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
