import { aroundAll, expect } from "vitest";
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

/** For each file of tests, whatever it was about. Around all of it: a failing `afterAll` would leave its programs running. */
aroundAll(async (runFile) => {
  await runFile();
  expect(judgeAnswers().faults, "answers that the SDK would stumble over").toEqual([]);
});
