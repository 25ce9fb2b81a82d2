import { addressPrefix, callerAddress, endpointUrls } from "@sallyport/core";
import type express from "express";
import type { OutgoingHttpHeaders } from "node:http";
import { type Answer, emptyAnswer } from "../request/answer.ts";
import { openCors, preflightHeaders } from "./cors.ts";
import { answerError } from "./errors.ts";
import { noStore, privateImage, publicDocument } from "../request/headers.ts";
import { checkHost } from "../request/host.ts";
import { type Identity, readIdentity } from "../request/identity.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { createRequestId } from "./request-id.ts";
import type { Route } from "./routes.ts";
import type { PublicServer } from "../request/public-server.ts";
import type { Note, RequestContext } from "../request/request-context.ts";

/** One line of the log for each request: never a secret, a query or a body. */
export interface RequestEntry extends Note {
  requestId: string;
  method: string;
  /** The name of the route, not the path, which can hold anything. */
  route: string;
  status: number;
  durationMs: number;
  address: string | undefined;
}

export type Observe = (entry: RequestEntry) => void;

/** A route without the place where it stands. */
export type Service = Omit<Route, "path" | "at">;

/** The one way through for every request: check, serve, send, note. */
export function serveWith(
  server: PublicServer,
  observe: Observe | undefined,
): (service: Service) => express.RequestHandler {
  return (service) => {
    const headers = { ...server.headers, ...headersOf(service) };
    return async (request, response) => {
      const startedAt = performance.now();
      const identity = readIdentity(request.rawHeaders);
      const context: RequestContext = {
        request,
        requestId: createRequestId(),
        address: callerAddress(request, server.trustedHops),
        authorization: identity.authorization,
        note: {},
      };
      const answer = await server.runInRequest(context, () => answerRequest(server, service, { context, identity }));
      send(response, answer, { ...headers, "X-Request-Id": context.requestId });
      if (service.isStep === true && context.note.errorId === undefined) noteStep(server, service, { context, answer });
      observe?.({
        requestId: context.requestId,
        method: request.method,
        route: service.name,
        status: answer.status,
        durationMs: performance.now() - startedAt,
        address: context.address,
        ...context.note,
      });
    };
  };
}

function noteStep(
  server: PublicServer,
  { name: route }: Service,
  { context, answer }: { context: RequestContext; answer: Answer },
): void {
  const { clientId, flowId } = context.note;
  const address = addressPrefix(context.address);
  server.provider.flowLog.noteAnswer({ route, status: answer.status, clientId, flowId, address });
}

const cacheHeaders = { document: publicDocument, image: privateImage, none: noStore };

function headersOf(service: Service): OutgoingHttpHeaders {
  const cache = cacheHeaders[service.cache];
  return service.cors === "open" ? { ...cache, ...openCors } : cache;
}

async function answerRequest(
  server: PublicServer,
  service: Service,
  { context, identity }: { context: RequestContext; identity: Identity },
): Promise<Answer> {
  const { request } = context;
  try {
    if (service.anyHost !== true) checkHost(server, request.originalUrl, identity);
    if (request.method === "OPTIONS" && service.cors === "open") {
      return emptyAnswer(204, preflightHeaders(request, service.methods));
    }
    if (!service.methods.includes(request.method)) {
      throw new HttpRefusal("method_not_allowed", { Allow: allowed(service) });
    }
    if (service.limit !== undefined) await server.limiter.charge(service.limit, addressPrefix(context.address));
    const serve = () => service.serve(server, context);
    const { interceptor, cookies } = server;
    return await (interceptor === undefined ? serve() : interceptor({ route: service.name, context, cookies }, serve));
  } catch (error) {
    const { errorUri } = server;
    const { config, flowLog } = server.provider;
    const { name: route, audience } = service;
    const registrationEndpoint = config.registration.dynamic === "off" ? undefined : endpointUrls(config).register;
    const realm = config.issuer;
    return await answerError(error, context, { realm, route, audience, flowLog, errorUri, registrationEndpoint });
  }
}

function allowed(service: Service): string {
  return [...service.methods, ...(service.cors === "open" ? ["OPTIONS"] : [])].join(", ");
}

function send(response: express.Response, answer: Answer, headers: OutgoingHttpHeaders): void {
  const { status, body } = answer;
  const hasBody = status !== 204 && status !== 304;
  const length = hasBody ? { "Content-Length": Buffer.byteLength(body) } : {};
  response.writeHead(status, { ...headers, ...answer.headers, ...length });
  // Node leaves the body of an answer to HEAD out.
  response.end(hasBody ? body : undefined);
}

/** What every answer has, for a handler that writes its answers, and its log, itself. */
export function accompany(server: PublicServer): express.RequestHandler {
  return (request, response, next) => {
    checkHost(server, request.originalUrl, readIdentity(request.rawHeaders));
    const requestId = createRequestId();
    const headers = { ...server.headers, ...noStore, "X-Request-Id": requestId };
    response.setHeaders(new Map(Object.entries(headers).map(toText)));
    server.runInRequest({ requestId, address: callerAddress(request, server.trustedHops) }, next);
  };
}

function toText([name, value]: [string, unknown]): [string, string] {
  return [name, String(value)];
}
