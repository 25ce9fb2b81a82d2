import { describe, expect, it } from "vitest";
import { onDemand } from "./on-demand.ts";

describe("what answers on demand", () => {
  it("is loaded for the first request, once, and answers all of them in turn", async () => {
    const loaded = Promise.withResolvers<(text: string) => void>();
    const heard: string[] = [];
    let loads = 0;
    const answer = onDemand<[string]>(async () => {
      loads += 1;
      return await loaded.promise;
    });
    expect(loads).toBe(0);
    answer("first");
    answer("second");
    expect({ loads, heard }).toEqual({ loads: 1, heard: [] });
    loaded.resolve((text) => void heard.push(text));
    await expect.poll(() => heard).toEqual(["first", "second"]);
    answer("third");
    await expect.poll(() => heard).toEqual(["first", "second", "third"]);
    expect(loads).toBe(1);
  });
});
