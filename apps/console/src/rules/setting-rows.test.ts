import { describe, expect, it } from "vitest";
import { durationText, settingRows, sourceText, valueText } from "./setting-rows.ts";

const settings = [
  { name: "host", value: "127.0.0.1", source: "default" },
  { name: "port", value: 8443, source: "flag", spelling: "--port" },
  {
    name: "allowedHosts",
    value: ["a.example", "b.example"],
    source: "environment",
    spelling: "SALLYPORT_ALLOWED_HOSTS",
  },
  { name: "database", source: "default" },
];

function namesOf(search?: string): string[] {
  return settingRows(settings, search).map(({ name }) => name);
}

describe("the settings of a server", () => {
  it("begin with those that somebody said, and keep their order otherwise", () => {
    expect(namesOf()).toEqual(["port", "allowedHosts", "host", "database"]);
  });

  it.each([
    ["HOST", ["allowedHosts", "host"]],
    ["b.example", ["allowedHosts"]],
    ["--port", ["port"]],
    ["nothing", []],
  ])("are found by name, value and source: %s", (search, names) => {
    expect(namesOf(search)).toEqual(names);
  });

  it("are said as one would say them to the server", () => {
    expect(settings.map(valueText)).toEqual(["127.0.0.1", "8443", "a.example b.example", undefined]);
    expect(valueText({ name: "https", value: false, source: "default" })).toBe("false");
    expect(settings.map(sourceText).slice(0, 2)).toEqual(["default", "flag --port"]);
  });

  it.each([
    ["auditRetention", 7_776_000, "90 days"],
    ["accessTokenTtl", 3600, "1 h"],
    ["codeTtl", 90, "90 s"],
    ["port", 3600, undefined],
  ])("that are times are said in larger units: %s %d", (name, value, text) => {
    expect(durationText({ name, value, source: "default" })).toBe(text);
  });
});
