import type { CoreEvent } from "@sallyport/core";
import { describe, expect, it } from "vitest";
import { isShown, readAuditFilter, toAuditQuery } from "./audit-filter.ts";
import { type auditLabels, auditLabelOf } from "./audit-labels.ts";

describe("the filter of the audit trail", () => {
  it("takes what it knows from an address, and nothing else", () => {
    const search = {
      type: "client.deleted",
      clientId: 12,
      until: "2026-05-04",
      from: "yesterday",
      other: "x",
      userId: "",
    };
    expect(readAuditFilter(search)).toEqual({ type: "client.deleted", clientId: "12", until: "2026-05-04" });
  });

  it("lets both days count, whole", () => {
    const { from, until, ...rest } = toAuditQuery({ from: "2026-05-04", until: "2026-05-04", type: "key.created" });
    expect(from).toEqual(new Date(2026, 4, 4));
    expect(until).toEqual(new Date(2026, 4, 5));
    expect(rest).toEqual({ type: "key.created" });
  });

  it("lets a new row through that is like it", () => {
    const row = { type: "client.deleted", clientId: "client_1" };
    expect(isShown(row, {})).toBe(true);
    expect(isShown(row, { type: "client.deleted", clientId: "client_1" })).toBe(true);
    expect(isShown(row, { clientId: "client_2" })).toBe(false);
    expect(isShown(row, { userId: "user_1" })).toBe(false);
  });

  it("has a label for every event type", () => {
    // When the compiler names an event here, `audit-labels.ts` lacks it, or knows one that is gone.
    const missing: Without<CoreEvent["type"], keyof typeof auditLabels> = "none";
    const gone: Without<keyof typeof auditLabels, CoreEvent["type"]> = "none";
    expect([missing, gone]).toEqual(["none", "none"]);
    expect(auditLabelOf("key.created").label).toBe("Signing key created");
    expect(auditLabelOf("toString").label).toBe("toString");
  });
});

type Without<All, Known> = [Exclude<All, Known>] extends [never] ? "none" : Exclude<All, Known>;
