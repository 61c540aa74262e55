import { describe, expect, it } from '@jest/globals';
import { planSettings, type StoredSettings } from './plan-settings.js';
import { defineSection, settingError, valuesOf } from './section.js';

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

const by = { author: 'ada', fixed: {}, members: section.members };

describe('a change of settings', () => {
  it('sets what is given and tells what it was', () => {
    const { value, events } = planSettings(nothingSet, { first: 4 }, by);
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
      { ...nothingSet, version: 1, set: { first: 4, second: 6 } },
      { first: null },
      by,
    );
    expect(value.set).toEqual({ second: 6 });
    expect(events).toMatchObject([{ facts: { members: { first: { from: 4 } } } }]);
  });

  it('is none where nothing differs', () => {
    expect(planSettings(nothingSet, { first: null }, by).events).toEqual([]);
  });
});

describe('what the file of the operator says', () => {
  const fixed = { first: 4 };

  it('changes nowhere else', () => {
    const { problems } = planSettings(nothingSet, { first: 5 }, { ...by, fixed });
    expect(problems).toMatchObject([{ pointer: '/first', kind: 'conflict' }]);
  });

  it('may be sent back, and other members are free', () => {
    const plan = planSettings(nothingSet, { first: 4, second: 6 }, { ...by, fixed });
    expect([plan.problems, plan.value.set]).toEqual([[], { second: 6 }]);
  });
});

describe('the values of a section', () => {
  it('are those that were set, within bounds that became narrower, and the defaults', () => {
    expect(valuesOf(section, { first: 99, gone: 1 })).toEqual({ first: 10, second: 5 });
  });

  it('are words and names as well, without those that there are no more', () => {
    const words = { meaning: 'Words.', whose: 'somebody', opens: 'time', choices: ['a', 'b'] };
    const ofWords = defineSection({
      name: 'words',
      description: 'Which.',
      members: {
        which: { ...words, kind: 'choice', default: 'a' },
        names: { ...words, kind: 'aliases', default: {}, maximum: 2 },
      },
    });
    expect(valuesOf(ofWords)).toEqual({ which: 'a', names: {} });
    const set = { which: 'c', names: { one: 'a', two: 'c' } };
    expect(valuesOf(ofWords, set)).toEqual({ which: 'a', names: { one: 'a' } });
    const { names } = ofWords.members;
    expect(settingError(names, { one: 'b' })).toBeUndefined();
    expect(settingError(names, { 'o e': 'b' })).toMatch(/without spaces/);
    expect(settingError(names, { 1: 'a', 2: 'a', 3: 'a' })).toMatch(/at most 2/);
    expect(settingError(ofWords.members.which, 'c')).toBe('must be one of: a b');
  });
});
