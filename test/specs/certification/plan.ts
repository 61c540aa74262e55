import { beforeAll, describe, it } from '@jest/globals';
import { modules } from './modules/index.js';
import { inapplicable } from './not-applicable.js';
import { plans, type Part, type PlanName } from './plans.js';
import { ModuleRun } from './suite/module-run.js';
import { Suite } from './suite/suite.js';
import type { Variant } from './suite/variant.js';

/** The title of a module's test, as `npm run certification` reads it. */
export function titleOf(module: string, variant: Variant): string {
  const { response_type, response_mode } = variant;
  const mode = response_mode === 'default' ? '' : `[response_mode=${response_mode}]`;
  const reason = inapplicable(module, variant)?.reason;
  const tail = reason === undefined ? '' : ` (not applicable: ${reason})`;
  return `oidcc-${module} [response_type=${response_type}]${mode}${tail}`;
}

/** Runs the modules of a plan against a server of its own, all but those that need a real browser. */
export function describePlan(name: PlanName): void {
  describe(name, () => {
    let suite: Suite;

    beforeAll(async () => {
      suite = await Suite.start();
    });

    const parts: readonly Part[] = plans[name];
    for (const { variant, modules: names } of parts) {
      for (const module of names) {
        const body = inapplicable(module, variant)?.shown ?? modules[module];
        const title = titleOf(module, variant);
        if (body !== undefined) {
          it(title, async () => {
            const run = await ModuleRun.begin(suite, variant);
            await body(run);
            await run.end();
          });
        }
      }
    }
  });
}
