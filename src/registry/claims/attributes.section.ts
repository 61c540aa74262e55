import { defineSection } from '#platform/settings';

/** What is kept about people besides the standard claims. */
export const ATTRIBUTES = defineSection({
  name: 'attributes',
  description:
    'What is kept about people besides the claims of OpenID Connect, such as a cost centre: the member attributes of a user. Clients and APIs are told of them by their claims, from attributes.<name>.',
  members: {
    declared: {
      kind: 'declarations',
      default: {},
      properties: {
        values: ['one', 'several'],
        read: ['person', 'admins'],
        write: ['admins', 'person'],
      },
      maximum: 50,
      meaning:
        'Each by its name. values: whether somebody has one or several. read: person: they see it themselves, and applications may be told; admins: nobody else is told, but for the document of all that is stored about a person. write: person: they may change it themselves, where they see it. One that is taken away is told to nobody at once, and its values stay away when the name is declared again.',
      whose: 'each person',
      opens: 'a declaration',
    },
  },
});
