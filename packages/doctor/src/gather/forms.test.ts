import { describe, expect, it } from "vitest";
import { readForms } from "./forms.ts";

describe("readForms", () => {
  it("leaves out a form whose action is no URL", () => {
    const html = `<form action="https://["></form><form action="/next"></form>`;
    expect(readForms(html, "https://as.example/sign-in")).toEqual([{ action: "https://as.example/next", inputs: [] }]);
  });
});
