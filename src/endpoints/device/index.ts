/**
 * Where devices ask (`POST /device_authorization`) and where their people answer (`/device`), by
 * RFC 8628.
 *
 * Owns the pages, the limits on guessing the code that people type, and what may be asked for. What
 * was decided is kept in `device-authorizations`, where the grant finds it. Imported by the
 * application module only.
 */
export * from './device.module.js';
