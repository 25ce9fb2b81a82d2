import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clientProfiles } from "../packages/profiles/src/all.ts";
import { matrixCells } from "../tests/fixtures/src/matrix-cells.ts";
import { root } from "./setup.mjs";

// Writes docs/clients.md: what the last run of the matrix has proven of each client.
//   --check   writes nothing, and fails unless the document claims just what the profiles and cells declare

const docFile = "docs/clients.md";
const resultsFile = "tests/conformance/.results/clients.json";
const matrix = "tests/conformance/test/matrix.test.ts";

const scopeWords = {
  challenged: "the scope of the challenge",
  advertised: "every scope of the metadata",
  none: "no scope",
};

const declared = clientProfiles.flatMap(({ id: profile, ways }) =>
  ways.flatMap((way) => Object.keys(matrixCells).map((cell) => ({ profile, way, cell }))),
);
const keyOf = ({ profile, way, cell }) => `${profile} ${way} ${cell}`;
const target = join(root, docFile);

if (process.argv.includes("--check")) {
  const current = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (current !== render(declared)) {
    console.error(
      `${docFile} is not what the client profiles declare: run \`npm test ${matrix}\` and \`node scripts/clients-doc.mjs\``,
    );
    process.exitCode = 1;
  }
} else if (existsSync(join(root, resultsFile))) {
  const proven = JSON.parse(readFileSync(join(root, resultsFile), "utf8"));
  writeFileSync(target, render(proven));
  const known = new Set(proven.map(keyOf));
  const missing = declared.filter((one) => !known.has(keyOf(one)));
  for (const one of missing) console.error(`not proven: ${keyOf(one)}`);
  process.exitCode = missing.length === 0 ? 0 : 1;
} else {
  console.error(`there are no results: run \`npm test ${matrix}\` first`);
  process.exitCode = 1;
}

function render(proven) {
  const known = new Set(proven.map(keyOf));
  const total = declared.filter((one) => known.has(keyOf(one))).length;
  return `# Clients

Written by \`node scripts/clients-doc.mjs\` from a run of \`${matrix}\`, which plays each client against the started program: with its own registration, document, redirect URI, spelling and habits (\`packages/profiles/src/\`). ${total} of ${declared.length} cells are proven.

These are replays after the sources of the clients and what people reported of them, not the clients themselves. Both TypeScript SDKs and the MCP Inspector are driven as they are, in \`tests/conformance/test/sdks.test.ts\`, \`documents.test.ts\` and \`inspector.test.ts\`.

What stands in a column:

${Object.entries(matrixCells)
  .map(([cell, words]) => `- **${cell}**: the client ${words}.`)
  .join("\n")}

${renderTable(known)}

## Habits

${clientProfiles.map(renderProfile).join("\n\n")}
`;
}

function renderTable(known) {
  const cells = Object.keys(matrixCells);
  const rows = clientProfiles.flatMap((profile) =>
    profile.ways.map((way) => {
      const marks = cells.map((cell) => (known.has(keyOf({ profile: profile.id, way, cell })) ? "✓" : "✗"));
      return row([profile.name, way, ...marks]);
    }),
  );
  return [row(["client", "way in", ...cells]), row(["---", "---", ...cells.map(() => ":-:")]), ...rows].join("\n");
}

function row(columns) {
  return `| ${columns.join(" | ")} |`;
}

function renderProfile(profile) {
  const { name, document, registered, byHand, ways, redirectUri, verifierLength, quirks } = profile;
  const facts = [
    ...(document === undefined
      ? []
      : [`Document: \`${document.url}\`, authenticates by ${document.authentication ?? "none"}`]),
    `Registration: authenticates by ${registered}`,
    ...(ways.includes("by hand") ? [`By hand: authenticates by ${byHand}`] : []),
    `Waits at \`${redirectUri}\`; verifier of ${verifierLength} characters`,
    `Names the resource ${renderResource(profile.resource)}; asks for ${scopeWords[profile.scope]}`,
    `When its id is gone, it ${profile.atUnknownClient}`,
    ...quirks.map((quirk) => `${quirk[0].toUpperCase()}${quirk.slice(1)}`),
  ];
  return `### ${name}\n\n${facts.map((fact) => `- ${fact}`).join("\n")}`;
}

function renderResource({ authorize, token, refresh }) {
  const words = { verbatim: "as the metadata has it", normalized: "as `URL` writes it", none: "never" };
  if (authorize === token && token === refresh) return words[authorize];
  return `${words[authorize]}, but when it refreshes: ${words[refresh]}`;
}
