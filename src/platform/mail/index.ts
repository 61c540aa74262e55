/**
 * Mail to people, by SMTP; into files where somebody tries Gatehouse out on their own machine.
 *
 * Owns the lane of the outbox, how a mail looks and how it is handed over. What is said to whom is decided by
 * the module that it is about, and the words stand in the catalogue of texts. Every module above `outbox` may
 * import it.
 */
export type { MailKind, StoredMail } from './mail.js';
export * from './mail.module.js';
export { MAIL_LANE, Mails } from './mails.js';
