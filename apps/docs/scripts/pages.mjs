import { mapBlocks } from "./fences.mjs";
import { drawDiagram } from "./diagrams.mjs";
import { commandsPage } from "./reference/commands.mjs";
import { devToolsPage } from "./reference/dev-tools.mjs";
import { endpointsPage } from "./reference/endpoints.mjs";
import { errorPages } from "./reference/errors.mjs";
import { eventsPage } from "./reference/events.mjs";
import { proceduresPage } from "./reference/procedures.mjs";
import { settingsPage } from "./reference/settings.mjs";
import { writtenPages } from "./written-pages.mjs";

/** The files of the site before it is built, by path: pages as Markdown, pictures below `public/`. */
export async function siteFiles() {
  const files = new Map([
    ["reference/settings.md", settingsPage()],
    ["reference/commands.md", await commandsPage()],
    ["reference/endpoints.md", endpointsPage()],
    ["reference/procedures.md", await proceduresPage()],
    ["reference/dev-tools.md", devToolsPage()],
    ["reference/events.md", eventsPage()],
    ...errorPages(),
  ]);
  for (const { path, text } of writtenPages()) {
    if (files.has(path)) throw new Error(`${path} is made from the source, and written by hand too`);
    files.set(
      path,
      mapBlocks(text, "mermaid", (diagram) => drawDiagram(diagram, files)),
    );
  }
  return files;
}
