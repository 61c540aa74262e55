/**
 * Resources of our own that clients reach with an access token: the UserInfo endpoint.
 *
 * Owns what it answers. Which claims that is, the scope and the `claims` parameter decide (`users`).
 */
export * from './userinfo.module.js';
