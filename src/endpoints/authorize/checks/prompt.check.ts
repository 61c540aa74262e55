import { OAuthError } from '#protocol';
import type { PromptValue } from '../authorization-request.js';
import type { SafeCheck } from './check.js';

const KNOWN: ReadonlySet<string> = new Set<PromptValue>([
  'none',
  'login',
  'consent',
  'select_account',
]);

/** What the client wants the person to be asked; `none` stands alone. */
export const checkPrompt: SafeCheck = (draft) => {
  const values = draft.parameters.get('prompt')?.split(' ') ?? [];
  if (values.some((value) => !KNOWN.has(value))) {
    throw OAuthError.invalidRequest('The prompt has an unknown value.').refusedBy({
      ...{ check: 'prompt', spec: 'OIDC Core §3.1.2.1' },
      ...{ expected: `values among: ${[...KNOWN].join(', ')}`, got: { prompt: values } },
    });
  }
  if (values.includes('none') && values.length > 1) {
    throw OAuthError.invalidRequest('The prompt none cannot be combined with others.').refusedBy({
      ...{ check: 'prompt', spec: 'OIDC Core §3.1.2.1' },
      ...{ expected: 'none alone, or others without it', got: { prompt: values } },
    });
  }
  draft.prompt = new Set(values as PromptValue[]);
};
