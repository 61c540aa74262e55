/** Why Gatehouse does not start, in sentences that say what to do. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(problems.join(' '), options);
  }
}

/** All that is wrong with the environment at once; names and rules only, never values. */
export class ConfigError extends StartRefused {
  override readonly name = 'ConfigError';
}
