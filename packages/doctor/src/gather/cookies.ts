/** The cookies of one sign-in, by origin; enough for forms that somebody fills in once. */
export interface CookieJar {
  keep(url: string, lines: readonly string[]): void;
  header(url: string): Record<string, string>;
}

export function createCookieJar(): CookieJar {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };
  return {
    keep(url, lines) {
      for (const line of lines) {
        const [pair = ""] = line.split(";", 1);
        const at = pair.indexOf("=");
        const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
        if (value === "" || /;\s*max-age=0/i.test(line)) jarOf(url).delete(name);
        else jarOf(url).set(name, value);
      }
    },
    header(url) {
      const cookie = [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join("; ");
      return cookie === "" ? {} : { cookie };
    },
  };
}
