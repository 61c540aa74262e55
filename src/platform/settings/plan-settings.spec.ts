import { describe, expect, it } from '@jest/globals';
import { planSettings, type StoredSettings } from './plan-settings.js';
import { defineSection, valuesOf } from './section.js';

const member = {
  ...{ minimum: 1, maximum: 10, unit: 'tries', meaning: 'Tries.' },
  ...{ whose: 'somebody', opens: 'time' },
};
const section = defineSection({
  name: 'tries',
  description: 'How often.',
  members: { first: { ...member, default: 3 }, second: { ...member, default: 5 } },
});
const nothingSet: StoredSettings = {
  name: 'tries',
  version: 0,
  set: {},
  updatedAt: undefined,
  updatedBy: undefined,
};

describe('a change of settings', () => {
  it('sets what is given and tells what it was', () => {
    const { value, events } = planSettings(section, nothingSet, { first: 4 }, 'ada');
    expect(value).toEqual({ set: { first: 4 }, updatedBy: 'ada' });
    expect(events).toEqual([
      {
        type: 'settings.changed',
        object: { kind: 'settings', id: 'tries' },
        facts: { members: { first: { to: 4 } } },
      },
    ]);
  });

  it('brings a default back with null', () => {
    const { value, events } = planSettings(
      section,
      { ...nothingSet, version: 1, set: { first: 4, second: 6 } },
      { first: null },
      'ada',
    );
    expect(value.set).toEqual({ second: 6 });
    expect(events).toMatchObject([{ facts: { members: { first: { from: 4 } } } }]);
  });

  it('is none where nothing differs', () => {
    expect(planSettings(section, nothingSet, { first: null }, 'ada').events).toEqual([]);
  });
});

describe('the values of a section', () => {
  it('are those that were set, within bounds that became narrower, and the defaults', () => {
    expect(valuesOf(section, { first: 99, gone: 1 })).toEqual({ first: 10, second: 5 });
  });
});
