/** What is proven of a client, whatever way it came in by. */
export const matrixCells = {
  register: "comes by an id",
  authorize: "gets a code where it waits for it, with `iss` and its state",
  token: "buys tokens that the MCP server takes",
  "race-2": "refreshes twice at once",
  "race-5": "refreshes five times at once",
  narrower: "refreshes for less, and has all again afterwards",
  "no-resource": "never names the resource",
  spellings: "names the resource by its origin, or with a slash",
  "step-up": "asks for one more scope, and keeps those it has",
  dead: "is deleted, learns so, and comes back",
} as const;

export type MatrixCell = keyof typeof matrixCells;
