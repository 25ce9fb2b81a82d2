import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { isMissing } from "./missing-browser.ts";

const deadlineMs = 15_000;
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const flags = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const args = ["--no-sandbox", "--disable-component-update", "--disable-sync", ...flags.map((flag) => `--${flag}`)];

export function isLeftOut(): boolean {
  return isMissing("CHROMIUM", executablePath);
}

/** `lies`: names that lead to this machine, whatever the network says of them. */
export async function launchBrowser(lies: readonly string[] = []): Promise<Browser> {
  const rules = lies.map((name) => `MAP ${name} 127.0.0.1`).join(", ");
  return await chromium.launch({ executablePath, args: [...args, `--host-resolver-rules=${rules}`] });
}

export interface Look {
  readonly javaScript: boolean;
  readonly device: "phone" | "desktop";
  readonly colors: "light" | "dark";
}

/** A browser of its own, with no cookies yet, and one tab. */
export interface Tab extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Everything that the tab asked the network for, navigations to other schemes too. */
  readonly requested: readonly string[];
  /** Script errors, violations of a Content-Security-Policy and what else a console shows in red. */
  readonly complaints: readonly string[];
}

const devices = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

export async function openTab(browser: Browser, { javaScript, device, colors }: Look): Promise<Tab> {
  const context = await browser.newContext({
    ...devices[device],
    javaScriptEnabled: javaScript,
    colorScheme: colors,
    // The https sites of clients vouch for themselves here.
    ignoreHTTPSErrors: true,
    // A page must come from the network every time, as for a person who comes anew.
    serviceWorkers: "block",
  });
  // A page that does not come is a failure of its own, before the test's time is over.
  context.setDefaultTimeout(deadlineMs);
  const page = await context.newPage();
  const requested: string[] = [];
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !isStatus(message.text())) complaints.push(message.text());
  });
  const inspector = await context.newCDPSession(page);
  inspector.on("Audits.issueAdded", ({ issue }) => {
    if (issue.code === "ContentSecurityPolicyIssue") complaints.push(JSON.stringify(issue.details));
  });
  inspector.on("Network.requestWillBeSent", ({ request }) => void requested.push(request.url));
  for (const domain of ["Audits.enable", "Network.enable"] as const) await inspector.send(domain);
  return { page, context, requested, complaints, [Symbol.asyncDispose]: () => context.close() };
}

/** Chromium notes every page with an error status in red; the status is looked at elsewhere. */
function isStatus(text: string): boolean {
  return text.startsWith("Failed to load resource: the server responded with a status of 4");
}

/** The page down to a little below what is on it. */
export async function takePicture(page: Page, path: string): Promise<void> {
  const content = await page.getByRole("main").boundingBox();
  const { width = 0 } = page.viewportSize() ?? {};
  const margin = 32;
  const height = (content?.y ?? 0) + (content?.height ?? 0) + margin;
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } });
}
