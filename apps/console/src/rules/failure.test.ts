import { describe, expect, it } from "vitest";
import { describeFailure, fieldAtFault, isCode } from "./failure.ts";

function refusal(sallyportCode: string, message = "the words of the server", more: object = {}): Error {
  return Object.assign(new Error(message), { data: { sallyportCode, httpStatus: 400, ...more } });
}

describe("a call that failed", () => {
  it("is told in the words of the server where they help", () => {
    expect(describeFailure(refusal("invalid_input"))).toEqual({ text: "The words of the server." });
  });

  it("names the request when the server itself is at fault", () => {
    const failure = describeFailure(refusal("internal", "secret of the server", { requestId: "r-1" }));
    expect(failure.requestId).toBe("r-1");
    expect(failure.text).not.toContain("secret");
  });

  it("says so when there is no answer of a Sallyport at all", () => {
    expect(describeFailure(new TypeError("Failed to fetch")).text).toContain("No response from the server");
  });

  it("names the field by its first part", () => {
    expect(fieldAtFault(refusal("invalid_input", "", { field: "redirectUris.0" }))).toBe("redirectUris");
    expect(fieldAtFault(new Error("else"))).toBeUndefined();
  });

  it("is recognised by its code", () => {
    expect(isCode(refusal("not_found"), "not_found")).toBe(true);
    expect(isCode(refusal("not_found"), "forbidden")).toBe(false);
    expect(isCode(null, "not_found")).toBe(false);
  });
});
