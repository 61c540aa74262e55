/** The current time in whole seconds since the epoch: the only unit of time in Gatehouse. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
