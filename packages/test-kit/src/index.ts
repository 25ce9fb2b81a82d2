export { createTestClock, type TestClock } from "./clock.ts";
export { createSeededRandom } from "./random.ts";
