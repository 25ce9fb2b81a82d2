import type { Browser, Page } from "./browser.ts";
import type { Person } from "./people.ts";

/** What a person does when a page asks. */
interface Answers {
  readonly person: Person;
  readonly decision: "allow" | "deny";
  /** Of the scopes that can be left out, those that stay; undefined: all. */
  readonly ticked: readonly string[] | undefined;
}

interface Way {
  start: URL;
  destination: string;
  answers: Answers;
}

const maxSteps = 10;

/** From the authorization request through the pages to the client. @throws Error when they lead elsewhere */
export async function walk(browser: Browser, { start, destination, answers }: Way): Promise<URL> {
  let at: URL | Page = await browser.visit(start);
  let hasSignedIn = false;
  for (let step = 0; step < maxSteps; step += 1) {
    if (at instanceof URL) {
      if (isAt(at, destination)) return at;
      at = await browser.visit(at);
    } else if (at.kind === "sign-in" && !hasSignedIn) {
      hasSignedIn = true;
      const { email, password } = answers.person;
      at = await browser.submit(at, "sign-in", new URLSearchParams({ csrf: at.csrf, email, password }));
    } else if (at.kind === "consent") {
      at = await browser.submit(at, "decision", decisionOf(at, answers));
    } else {
      throw new Error(`the flow does not go on from "${at.title}" at ${at.url.href}`);
    }
  }
  throw new Error(`${maxSteps} steps did not lead to ${destination}`);
}

/** A redirect URI may have a query of its own; what the server adds comes after it. */
function isAt(url: URL, destination: string): boolean {
  const { href } = new URL(destination);
  return url.href === href || url.href.startsWith(href + (href.includes("?") ? "&" : "?"));
}

function decisionOf({ csrf, scopes }: Page, { decision, ticked = scopes }: Answers): URLSearchParams {
  const form = new URLSearchParams({ csrf, decision });
  for (const scope of scopes) if (ticked.includes(scope)) form.append("scope", scope);
  return form;
}
