import { describe, expect, it } from "vitest";
import { warningsOf } from "./attention.ts";

const now = new Date("2026-05-04T12:00:00Z");
const quiet = {
  status: { now, counts: { resources: 1 }, pendingRegistrations: 0, waitingAuditEvents: 0 },
  traffic: { signIns: { failed: [1, 2, 3, 2] }, refusals: { invalid_grant: [10, 10, 10, 10] } },
  failures: [],
};

function before(hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000);
}

describe("what needs attention", () => {
  it("is nothing where all is as usual", () => {
    expect(warningsOf(quiet)).toEqual([]);
  });

  it.each([
    ["registrations", { pendingRegistrations: 2 }, "2 clients are waiting for approval."],
    ["resources", { counts: { resources: 0 } }, "No resources yet"],
    ["keys", { nextKeyRotationAt: before(2) }, "Key rotation is overdue"],
    ["auditLog", { waitingAuditEvents: 1234 }, "1,234 audit events are not yet stored."],
  ])("is what the status says: %s", (about, more, label) => {
    const warnings = warningsOf({ ...quiet, status: { ...quiet.status, ...more } });
    expect(warnings).toEqual([{ about, label: expect.stringContaining(label) }]);
  });

  it("is no key that is about to be replaced", () => {
    expect(warningsOf({ ...quiet, status: { ...quiet.status, nextKeyRotationAt: before(-1) } })).toEqual([]);
  });

  it("is what the last two hours had far more of than others", () => {
    const traffic = {
      signIns: { failed: [1, 2, 0, 1, 30, 40] },
      refusals: { invalid_grant: [0, 0, 0, 0, 0, 15], invalid_client: [0, 0, 0, 0, 0, 5] },
    };
    expect(warningsOf({ ...quiet, traffic })).toEqual([
      { about: "signIns", label: "70 sign-ins failed in the last two hours, compared with 2 usually." },
      { about: "refusals", label: "20 requests were refused in the last two hours, compared with 0 usually." },
    ]);
  });

  it.each([
    ["few", [0, 0, 0, 19]],
    ["usual", [50, 60, 50, 60]],
    ["not far more than usual", [50, 60, 120, 150]],
  ])("is nothing that is %s", (_word, failed) => {
    expect(warningsOf({ ...quiet, traffic: { ...quiet.traffic, signIns: { failed } } })).toEqual([]);
  });

  it("is a metadata document that could not be fetched today, each client once", () => {
    const failures = [
      { at: before(1), clientId: "https://a.example/c", clientName: "Notes" },
      { at: before(2), clientId: "https://a.example/c", clientName: "Notes" },
      { at: before(3), clientId: "https://b.example/c" },
      { at: before(25), clientId: "https://c.example/c" },
    ];
    expect(warningsOf({ ...quiet, failures })).toEqual([
      { about: "documents", label: "The metadata document could not be fetched for Notes, https://b.example/c." },
    ]);
  });
});
