import type { DocumentSource, FetchedDocument } from "@sallyport/core";
import { clientProfiles } from "@sallyport/profiles";
import { describe, expect, it } from "vitest";
import type { Log } from "../../terminal/log.ts";
import { withKeptDocuments } from "./kept-documents.ts";

const nothing = (): void => undefined;
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, flush: async () => undefined };
const url = "https://claude.ai/oauth/claude-code-client-metadata";
const wish = { maxBytes: 5_120 };

function sourceOf(answer: FetchedDocument): DocumentSource {
  return withKeptDocuments({ fetch: async () => answer }, silent);
}

describe("the document of a known client", () => {
  const offline = sourceOf({ kind: "failed", reason: "no_address" });

  it("[dev:D1] is the copy of dev when nobody can be reached", async () => {
    const answer = await offline.fetch(url, wish);
    const body: unknown = JSON.parse(answer.kind === "fetched" ? answer.body : "null");
    const { document } = clientProfiles.find(({ id }) => id === "claude-code") ?? {};
    expect(body).toEqual({ client_id: url, ...document?.members });
  });

  it("[dev:D1] is what its maker says, whenever that can be had", async () => {
    const answers: FetchedDocument[] = [
      { kind: "fetched", body: "{}", maxAgeSeconds: 60 },
      { kind: "unchanged", maxAgeSeconds: 60 },
    ];
    for (const answer of answers) expect(await sourceOf(answer).fetch(url, wish)).toBe(answer);
  });

  it("[dev:D1] is not made up for others", async () => {
    expect(await offline.fetch("https://app.example/client.json", wish)).toMatchObject({ kind: "failed" });
    expect(await offline.fetch(`${url}?x`, wish)).toMatchObject({ kind: "failed" });
  });
});
