import { Command } from "commander";
import { expect, it } from "vitest";
import { refusals } from "@sallyport/core/refusals";
import { commands } from "../src/commands/all.ts";

/** What a request contained is not known here: every value is a word. */
const values = new Proxy({}, { get: () => "value" });

const spans = Object.entries(refusals).flatMap(([reason, { rule, meaning, fix }]) => {
  const texts = [values, {}].map((known) =>
    typeof fix === "string" ? fix : fix({ reason, received: known, registered: known }),
  );
  const found = [rule, meaning, ...texts].flatMap((text) => [...text.matchAll(/`sallyport ([^`]+)`/g)]);
  return [...new Set(found.map(([, line = ""]) => line.replaceAll(/<[^>]+>/g, "value")))].map((line) => ({
    reason,
    line,
  }));
});

it("finds the commands in the explanations", () => {
  expect(spans.length).toBeGreaterThan(6);
});

it("writes every command of an explanation as a code span", () => {
  const texts = Object.values(refusals).map(({ fix }) =>
    typeof fix === "string" ? fix : fix({ reason: "", received: {}, registered: {} }),
  );
  expect(texts.filter((text) => /(?<!`)sallyport [a-z]+ [a-z]+/.test(text))).toEqual([]);
});

it.each(spans)("parses the command of $reason: sallyport $line", async ({ line }) => {
  await expect(parse(line.split(" "))).resolves.toBe("parsed");
});

it.each(["resources create value", "resources make --uri value", "resources list --colour"])(
  "does not parse: sallyport %s",
  async (line) => {
    await expect(parse(line.split(" "))).rejects.toThrow();
  },
);

/** Parses as the program does, with the definition of the command, and runs nothing. */
async function parse(words: readonly string[]): Promise<string> {
  const entry = commands.find(({ path }) => path.every((word, index) => words[index] === word));
  if (entry === undefined) throw new Error(`there is no command ${words.join(" ")}`);
  const command = new Command()
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => {} });
  (await entry.load()).configure?.(command);
  command.action(() => {});
  await command.parseAsync(words.slice(entry.path.length), { from: "user" });
  return "parsed";
}
