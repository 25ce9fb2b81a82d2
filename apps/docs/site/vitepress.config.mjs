import { defineConfig } from "vitepress";

/** Fails the build: a warning that nobody reads is one too many. */
function refuse(message) {
  throw new Error(typeof message === "string" ? message : message.message);
}

const logger = {
  info() {},
  warn: refuse,
  warnOnce: refuse,
  error: (message) => console.error(message),
  clearScreen() {},
  hasErrorLogged: () => false,
  hasWarned: false,
};

/** Everything that does not depend on the pages. */
export function createConfig(sidebar) {
  return defineConfig({
    title: "Sallyport",
    description: "An OAuth 2.1 and OpenID Connect authorization server for MCP",
    lang: "en",
    cleanUrls: true,
    head: [["link", { rel: "icon", type: "image/svg+xml", href: "/icon.svg" }]],
    // Without this it puts a style into the page whenever the colours change, which the policy forbids.
    appearance: { disableTransition: false },
    // A script of its own instead of one inside each page, which the policy would have to name by hash.
    metaChunk: true,
    // What looks like HTML in prose is meant as text.
    markdown: { html: false, theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
    themeConfig: {
      sidebar,
      search: { provider: "local" },
      outline: { level: [2, 3] },
      socialLinks: [],
    },
    vite: {
      customLogger: logger,
    },
  });
}
