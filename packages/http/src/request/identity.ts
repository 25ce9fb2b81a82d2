/** The headers of which a second copy changes the meaning; Node's `headers` keeps one and hides the rest. */
export interface Identity {
  readonly host: readonly string[];
  readonly authorization: readonly string[];
}

/** Reads them from the headers as they came: name, value, name, value. */
export function readIdentity(rawHeaders: readonly string[]): Identity {
  const host: string[] = [];
  const authorization: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const value = rawHeaders[index + 1] ?? "";
    if (name.length === "host".length && name.toLowerCase() === "host") host.push(value);
    if (name.length === "authorization".length && name.toLowerCase() === "authorization") authorization.push(value);
  }
  return { host, authorization };
}
