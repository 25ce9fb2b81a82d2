import { isLoopbackHost } from "@sallyport/core";
import type { Answer, RouteInterceptor } from "@sallyport/http";
import { usageFailure } from "../../terminal/failure.ts";
import { onDemand } from "../../server/on-demand.ts";
import { createPasswordHasher } from "../../storage/passwords.ts";
import type { DevHooks } from "../../server/wire.ts";
import { createAutoAnswers, type AutoAnswers } from "./auto-answers.ts";
import { createDevClock, type DevClock } from "./clock.ts";
import type { ControlContext } from "../control/control-context.ts";
import { createFaultQueue } from "../faults/queue.ts";
import { createKnownPeople } from "../seed/known-people.ts";
import { withKnownPasswords } from "../seed/known-passwords.ts";
import { knownHashes, people } from "../seed/people.ts";
import { createRequestLog } from "./requests.ts";

export interface Tools {
  clock: DevClock;
  devHooks: DevHooks;
  /** Before each server is started; `provider` is asked when it is there. */
  clear(): void;
  /** Ends what waits. */
  close(): void;
}

interface ToolsOptions
  extends Pick<ControlContext, "provider" | "identities" | "describe" | "reset">, Pick<DevHooks, "makeKeyPair"> {
  issuer: string;
  adminUrl: string;
  auto: AutoAnswers;
}

/** What developers steer a server with. @throws Failure when others could reach it: dev refuses that before */
export function createTools({ issuer, adminUrl, auto, reset, makeKeyPair, ...views }: ToolsOptions): Tools {
  const { provider } = views;
  refuseStrangers([issuer, adminUrl]);
  const clock = createDevClock();
  const queue = createFaultQueue();
  const requests = createRequestLog(() => clock.view().time);
  const known = createKnownPeople(people);
  const closer = new AbortController();
  let longest = 0;
  const longestTokenSeconds = (): number => Math.max(longest, provider().config.accessTokenTtlSeconds);
  const autoAnswers = createAutoAnswers(auto, provider);
  const interceptor: RouteInterceptor = async (exchange, serve) => {
    await requests.receive(exchange);
    const onUse = (fault: string): void => requests.noteFault(exchange.context.requestId, fault);
    const way = { exchange, provider: provider(), onUse };
    const answer = await queue.pass(way, () => autoAnswers(exchange, serve));
    if (exchange.route === "token") longest = Math.max(longest, lifeOf(answer));
    return answer;
  };
  const state = { clock, queue, requests, people: known };
  const control: ControlContext = { ...state, ...views, longestTokenSeconds, reset, closing: closer.signal };
  return {
    clock,
    devHooks: {
      clock,
      passwords: withKnownPasswords(createPasswordHasher(), knownHashes),
      makeKeyPair,
      interceptor,
      observe: (entry) => requests.close(entry),
      suggested: [...people],
      answer: onDemand(async () => (await import("../control/handler.ts")).createControl(control, adminUrl)),
    },
    clear() {
      clock.reset();
      queue.clear();
      requests.clear();
      known.clear();
    },
    close: () => closer.abort(),
  };
}

function refuseStrangers(urls: readonly string[]): void {
  const stranger = urls.find((url) => !isLoopbackHost(new URL(url).hostname));
  if (stranger !== undefined) throw usageFailure(`the tools of dev are for this machine only, not for ${stranger}`);
}

function lifeOf({ status, body }: Answer): number {
  if (status !== 200 || typeof body !== "string") return 0;
  const seconds: unknown = (JSON.parse(body) as Record<string, unknown>)["expires_in"];
  return typeof seconds === "number" ? seconds : 0;
}
