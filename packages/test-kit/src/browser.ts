/** A page of the server, with what its forms send. */
export interface Page {
  readonly url: URL;
  readonly title: string;
  readonly kind: "sign-in" | "consent" | "other";
  readonly csrf: string;
  /** Those that can be left out. */
  readonly scopes: readonly string[];
}

/** A browser without script. */
export interface Browser {
  /** Follows one address. @returns where it redirects to, or the page */
  visit(url: URL): Promise<URL | Page>;
  /** Sends a form of a page: `sign-in` or `decision`. */
  submit(page: Page, form: string, fields: URLSearchParams): Promise<URL | Page>;
}

/** `cookie`: what it has already, as `name=value`. */
export function createBrowser(cookie?: string): Browser {
  const cookies = new Map<string, string>();
  if (cookie !== undefined) keep(cookies, cookie);

  async function ask(url: URL, init: RequestInit): Promise<URL | Page> {
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { ...init, headers: { cookie: sent }, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const location = response.headers.get("location");
    const html = await response.text();
    return location === null ? readPage(url, html) : new URL(location, url);
  }

  return {
    visit: (url) => ask(url, {}),
    submit: (page, form, body) => ask(new URL(`${page.url.pathname}/${form}`, page.url), { method: "POST", body }),
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = "", attributes = ""] = /^([^=;]+)=([^;]*)(.*)$/.exec(line) ?? [];
  if (/;\s*max-age=0\b/i.test(attributes)) cookies.delete(name);
  else cookies.set(name, value);
}

function readPage(url: URL, html: string): Page {
  const controls = [...html.matchAll(/<(?:input|button)\s[^>]*>/g)].map(([tag]) => ({
    name: attribute(tag, "name"),
    type: attribute(tag, "type"),
    value: attribute(tag, "value") ?? "",
  }));
  const has = (name: string): boolean => controls.some((control) => control.name === name);
  return {
    url,
    title: /<title>([^<]*)/.exec(html)?.[1] ?? "a page without a title",
    kind: has("decision") ? "consent" : has("password") ? "sign-in" : "other",
    csrf: controls.find(({ name }) => name === "csrf")?.value ?? "",
    scopes: controls.filter(({ name, type }) => name === "scope" && type === "checkbox").map(({ value }) => value),
  };
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}
