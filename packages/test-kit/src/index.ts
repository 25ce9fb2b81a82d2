export { createTestClock, type TestClock } from "./clock.ts";
export { type Changes, createDriver, type Driver, type DriverOptions, type Page, read, type Reply } from "./driver.ts";
export { createSeededRandom } from "./random.ts";
export {
  type Arrival,
  authorize,
  authorizeRequest,
  basicHeader,
  clientRequest,
  createTestProvider,
  fastPasswords,
  type FlowOptions,
  formRequest,
  getCode,
  getTokens,
  goodRequest,
  introspect,
  masterKey,
  pkce,
  redeem,
  redirectUri,
  refresh,
  requestToken,
  testPassword,
  type TestProvider,
  type Visitor,
} from "./test-provider.ts";
export { createTestDocuments, type TestDocuments } from "./documents.ts";
export { createTestLogos, type TestLogos } from "./logos.ts";
export { type MatrixCell, matrixCells } from "./matrix-cells.ts";
