/** Modules that need a browser with scripts and frames: test/browser/certification.spec.ts. */
export const BROWSER_MODULES: readonly string[] = [
  'frontchannel-rp-initiated-logout',
  'session-management-rp-initiated-logout',
];
