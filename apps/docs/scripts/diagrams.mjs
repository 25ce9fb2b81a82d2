import { createHash } from "node:crypto";
import { renderMermaidSVG } from "beautiful-mermaid";

const spacing = { padding: 8, nodeSpacing: 12, layerSpacing: 28 };
const schemes = {
  light: { ...spacing, bg: "#ffffff", fg: "#3c3c43", line: "#67676c", muted: "#4a4a52", border: "#929295" },
  dark: { ...spacing, bg: "#1b1b1f", fg: "#dfdfd6", line: "#98989f", muted: "#b8b8b0", border: "#6a6a71" },
};

/** Draws a Mermaid diagram into two pictures among `files`. @returns the Markdown that shows the one that fits */
export function drawDiagram(diagram, files) {
  const name = createHash("sha256").update(diagram).digest("hex").slice(0, 12);
  return Object.entries(schemes)
    .map(([scheme, colours]) => {
      const path = `diagrams/${name}-${scheme}.svg`;
      files.set(`public/${path}`, withoutRequests(renderMermaidSVG(diagram, colours)));
      return `![diagram](/${path}){.only-${scheme}}`;
    })
    .join("");
}

/** Its font would come from elsewhere. */
function withoutRequests(svg) {
  return svg.replaceAll(/^\s*@import .*$/gm, "").replaceAll("'Inter', ", "");
}
