/** The part of the driver that is used without TypeORM. */
declare module 'better-sqlite3' {
  export interface Statement {
    all(...parameters: unknown[]): unknown[];
    get(...parameters: unknown[]): unknown;
    run(...parameters: unknown[]): unknown;
  }

  export default class Database {
    constructor(
      path: string,
      options?: { readonly?: boolean; fileMustExist?: boolean; timeout?: number },
    );
    exec(sql: string): this;
    prepare(sql: string): Statement;
    pragma(text: string, options?: { simple?: boolean }): unknown;
    close(): this;
  }
}
