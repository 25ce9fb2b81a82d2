import { describe, expect, it } from "vitest";
import { readConsentFilter, readGrantFilter, toGrantQuery } from "./grant-filter.ts";

describe("the filter of grants", () => {
  it("takes what it knows from an address", () => {
    const filter = readGrantFilter({ alive: "no", clientId: "client_1", other: 1 });
    expect(filter).toEqual({ alive: "no", clientId: "client_1" });
    expect(toGrantQuery(filter)).toEqual({ isAlive: false, clientId: "client_1" });
  });

  it("asks for all where nothing was chosen", () => {
    expect(toGrantQuery(readGrantFilter({ alive: "perhaps" }))).toEqual({});
    expect(readConsentFilter({ resource: "x" })).toEqual({});
  });
});
