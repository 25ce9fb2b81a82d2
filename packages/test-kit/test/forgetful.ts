import { startTestServer } from "../src/index.ts";

// A test run that never closes its server: it lasts as long as its standard input.

const [, , program = ""] = process.argv;
const { adminUrl } = await startTestServer({ mode: "child", program });
console.log(adminUrl);
process.stdin.resume();
