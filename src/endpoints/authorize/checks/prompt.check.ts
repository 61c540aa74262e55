import { OAuthError } from '#protocol';
import type { PromptValue } from '../authorization-request.js';
import type { SafeCheck } from './check.js';

/** What the client wants the person to be asked; `none` stands alone, `create` only where people make accounts. */
export const checkPrompt: SafeCheck = async (draft, { rules }) => {
  const values = draft.parameters.get('prompt')?.split(' ') ?? [];
  const known: ReadonlySet<string> = new Set(values.length === 0 ? [] : await rules.promptValues());
  const [unknown] = values.filter((value) => !known.has(value));
  if (unknown !== undefined) {
    const description =
      unknown === 'create'
        ? 'The prompt create is not supported: people do not make accounts here by themselves.'
        : 'The prompt has an unknown value.';
    throw OAuthError.invalidRequest(description).refusedBy({
      check: 'prompt',
      spec: unknown === 'create' ? 'Initiating User Registration §4' : 'OIDC Core §3.1.2.1',
      ...{ expected: `values among: ${[...known].join(', ')}`, got: { prompt: values } },
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
