/** The cookies of one browser and one origin. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  store(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const expired = attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute));
      if (expired || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** The value of the Cookie header. */
  get header(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** By name, or by the end of a name: `session` finds `__Host-gatehouse_session`. */
  get(name: string): string | undefined {
    for (const [key, value] of this.cookies) if (key.endsWith(name)) return value;
    return undefined;
  }

  set(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  delete(name: string): void {
    for (const key of [...this.cookies.keys()]) if (key.endsWith(name)) this.cookies.delete(key);
  }

  clear(): void {
    this.cookies.clear();
  }

  /** As it is now: what this one gets later is not in it. */
  copy(): CookieJar {
    const jar = new CookieJar();
    for (const [name, value] of this.cookies) jar.set(name, value);
    return jar;
  }

  get names(): string[] {
    return [...this.cookies.keys()];
  }
}
