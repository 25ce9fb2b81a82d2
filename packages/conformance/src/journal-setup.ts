import { afterAll, expect } from "vitest";
import { judgeAnswers, noteAnswer } from "./journal.ts";

const send = globalThis.fetch;

/** `fetch` for every client in this process, real SDKs too, with each answer written down. */
globalThis.fetch = async (input, init) => {
  const response = await send(input, init);
  const { status, headers } = response;
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/json"))
    noteAnswer({ url: new URL(response.url), status, type, text: await response.clone().text() });
  return response;
};

/** After each file of tests, whatever it was about. */
afterAll(() => {
  expect(judgeAnswers().faults, "answers that the SDK would stumble over").toEqual([]);
});
