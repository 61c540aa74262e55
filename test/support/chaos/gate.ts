/** Holds workers back while the server is down. */
export class Gate {
  private opened: Promise<void> = Promise.resolve();
  private release: () => void = () => undefined;

  close(): void {
    this.opened = new Promise((resolve) => (this.release = resolve));
  }

  open(): void {
    this.release();
  }

  /** Resolves at once while the gate is open. */
  pass(): Promise<void> {
    return this.opened;
  }
}
