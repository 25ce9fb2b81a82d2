import type { IncomingMessage, ServerResponse } from "node:http";
import type { AnyTRPCProcedure, AnyTRPCRouter, inferRouterContext, TRPCError } from "@trpc/server";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import superjson from "superjson";
import { checkRequest, maxBatchSize, maxBodyBytes } from "./check-request.ts";
import { formatError } from "./error-shape.ts";
import { RpcRefusal } from "./errors.ts";

/** For `http.createServer`, or to be mounted in Express below any path; nothing before it may read the body. */
export type RpcHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** A call that failed by our fault, for the log. */
export interface RpcFailure {
  path: string | undefined;
  cause: unknown;
  requestId: string | undefined;
}

export interface RpcHandlerOptions<Router extends AnyTRPCRouter> {
  router: Router;
  /** Origins whose pages may call: `https://admin.example`. */
  allowedOrigins: readonly string[];
  /** What this door asks of a call beside what all do. */
  check?: ((request: IncomingMessage) => RpcRefusal | undefined) | undefined;
  createContext: (exchange: { request: IncomingMessage; response: ServerResponse }) => inferRouterContext<Router>;
  /**
   * Throws an RpcRefusal for those who may not subscribe to anything: once a stream is open, a refusal is an
   * event in an answer of 200, and no client that signs in when it is refused would see it.
   */
  checkSubscriber?: (context: inferRouterContext<Router>) => Promise<void>;
  onFailure: ((failure: RpcFailure) => void) | undefined;
}

const failures: readonly TRPCError["code"][] = ["INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE"];

export function createRpcHandler<Router extends AnyTRPCRouter>(options: RpcHandlerOptions<Router>): RpcHandler {
  const { router, allowedOrigins, check, createContext, checkSubscriber, onFailure } = options;
  return (request, response) => {
    response.setHeader("cache-control", "no-store");
    response.setHeader("x-content-type-options", "nosniff");
    const refusal = checkRequest(request, allowedOrigins) ?? check?.(request);
    if (refusal !== undefined) return refuse(response, refusal);
    const context = createContext({ request, response });
    const handle = (): Promise<void> =>
      nodeHTTPRequestHandler<Router, IncomingMessage, ServerResponse>({
        router,
        path: pathOf(request),
        req: request,
        res: response,
        createContext: () => context,
        maxBodySize: maxBodyBytes,
        allowBatching: true,
        maxBatchSize,
        onError({ error, path }) {
          if (failures.includes(error.code))
            onFailure?.({ path, cause: error.cause ?? error, requestId: idOf(response) });
        },
      });
    if (checkSubscriber === undefined || !isSubscription(router, pathOf(request))) return void handle();
    void checkSubscriber(context).then(
      () => void handle(),
      // When the store does not answer, the router says so in its own way.
      (error: unknown) => (error instanceof RpcRefusal ? refuse(response, error) : void handle()),
    );
  };
}

function isSubscription({ _def }: AnyTRPCRouter, path: string): boolean {
  // The router knows its procedures by their full names at run time.
  const procedures = _def.procedures as Record<string, AnyTRPCProcedure>;
  return Object.hasOwn(procedures, path) && procedures[path]?._def.type === "subscription";
}

/** Answers as the router would; the connection ends, since the body is left unread. */
function refuse(response: ServerResponse, refusal: RpcRefusal): void {
  const httpStatus = getHTTPStatusCodeFromError(refusal);
  const shape = { code: TRPC_ERROR_CODES_BY_KEY[refusal.code], data: { code: refusal.code, httpStatus } };
  const error = superjson.serialize(formatError({ error: refusal, shape, ctx: { requestId: idOf(response) } }));
  response.writeHead(httpStatus, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ error }));
}

/** A name that the application around us gave the request. */
export function idOf(response: ServerResponse): string | undefined {
  const id = response.getHeader("x-request-id");
  return typeof id === "string" ? id : undefined;
}

/** The names of procedures: the last segment, wherever we are mounted. */
function pathOf({ url = "/" }: IncomingMessage): string {
  const [path = ""] = url.split("?", 1);
  return path.slice(path.lastIndexOf("/") + 1);
}
