// @ts-check

/** What people permit, in the words that Gatehouse's consent page shows them. */
export const scopes = [
  { name: 'photos:read', description: 'See the photos in your library' },
  { name: 'photos:write', description: 'Add photos to your library' },
];
