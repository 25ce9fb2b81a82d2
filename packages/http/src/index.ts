export { createCookieJar } from "./request/cookies.ts";
export { createPublicApp, type PublicAppOptions } from "./server/app.ts";
export { defaultLimits, fastapiModuleLimits, type Limits } from "./request/limits.ts";
export { createRequestId } from "./server/request-id.ts";
export type { Answer } from "./request/answer.ts";
export { type Page, pageAnswer } from "./pages/layout.ts";
export { leave } from "./interaction/leave.ts";
export { routeNames } from "./server/routes.ts";
export type { RequestEntry } from "./server/serve.ts";
export type {
  RouteInterceptor,
  Exchange,
  HttpSettings,
  SuggestedPerson,
  RunInRequest,
} from "./request/public-server.ts";
export { refuseTunnels, serverOptions } from "./server/server-options.ts";
export { basicClientId, namedClientId, readBody } from "./request/request-context.ts";
