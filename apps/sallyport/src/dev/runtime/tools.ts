import { isLoopbackHost } from "@sallyport/core";
import type { Answer, Around } from "@sallyport/http";
import { usageFailure } from "../../terminal/failure.ts";
import { onDemand } from "../../server/on-demand.ts";
import { createPasswordHasher } from "../../storage/passwords.ts";
import type { Workbench } from "../../server/wire.ts";
import { createAutoAnswers, type AutoAnswers } from "./auto-answers.ts";
import { createDevClock, type DevClock } from "./clock.ts";
import type { World } from "../control/world.ts";
import { createFaultQueue } from "../faults/queue.ts";
import { createKnownPeople } from "../seed/known-people.ts";
import { withKnownPasswords } from "../seed/known-passwords.ts";
import { knownHashes, people } from "../seed/people.ts";
import { createRequestBook } from "./requests.ts";

export interface Tools {
  clock: DevClock;
  workbench: Workbench;
  /** Before each server is started; `provider` is asked when it is there. */
  clear(): void;
  /** Ends what waits. */
  close(): void;
}

interface Place extends Pick<World, "provider" | "identities" | "describe" | "reset">, Pick<Workbench, "makeKeyPair"> {
  issuer: string;
  adminUrl: string;
  auto: AutoAnswers;
}

/** What developers steer a server with. @throws Failure when others could reach it: dev refuses that before */
export function createTools({ issuer, adminUrl, auto, reset, makeKeyPair, ...views }: Place): Tools {
  const { provider } = views;
  refuseStrangers([issuer, adminUrl]);
  const clock = createDevClock();
  const queue = createFaultQueue();
  const requests = createRequestBook(() => clock.view().time);
  const known = createKnownPeople(people);
  const closer = new AbortController();
  let longest = 0;
  const longestTokenSeconds = (): number => Math.max(longest, provider().config.accessTokenTtlSeconds);
  const autoAnswers = createAutoAnswers(auto, provider);
  const around: Around = async (exchange, serve) => {
    await requests.receive(exchange);
    const onUse = (fault: string): void => requests.noteFault(exchange.visit.requestId, fault);
    const way = { exchange, provider: provider(), onUse };
    const answer = await queue.pass(way, () => autoAnswers(exchange, serve));
    if (exchange.route === "token") longest = Math.max(longest, lifeOf(answer));
    return answer;
  };
  const state = { clock, queue, requests, people: known };
  const world: World = { ...state, ...views, longestTokenSeconds, reset, closing: closer.signal };
  return {
    clock,
    workbench: {
      clock,
      passwords: withKnownPasswords(createPasswordHasher(), knownHashes),
      makeKeyPair,
      around,
      observe: (entry) => requests.close(entry),
      suggested: [...people],
      answer: onDemand(async () => (await import("../control/handler.ts")).createControl(world, adminUrl)),
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
