import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createScratchTree } from "./scratch-tree.mjs";
import { root } from "./setup.mjs";

it("a scratch tree is type-checked and run with what was changed in it, and removed afterwards", async () => {
  const file = "packages/core/src/compact.ts";
  let path;
  {
    using tree = createScratchTree();
    ({ path } = tree);
    tree.edit(file, "export function compact", "export const scratch: number = 7;\n\nexport function compact");
    const script = `console.log((await import("./${file}")).scratch)`;
    expect(await tree.run(["--input-type=module", "--eval", script])).toMatchObject({ code: 0, stdout: "7\n" });
    expect(() => tree.edit(file, "not in there", "")).toThrow(file);
    tree.edit(file, "scratch: number = 7", 'scratch: number = "seven"');
    expect(await tree.typeCheck("packages/core")).toContain("compact.ts");
  }
  expect(existsSync(path)).toBe(false);
  expect(existsSync(join(root, "node_modules"))).toBe(true);
}, 60_000);
