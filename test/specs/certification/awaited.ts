/** Modules whose feature is not there yet. */
export const AWAITED: ReadonlySet<string> = new Set([
  'session-management-discovery-endpoint-verification',
  'session-management-rp-initiated-logout',
]);
