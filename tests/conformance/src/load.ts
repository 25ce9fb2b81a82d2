import type { Door } from "./door.ts";
import type { SteadyClient, TokenAnswer, Tokens } from "./steady-client.ts";

/** What the server acknowledged about one sign-in, and the question that it has not answered. */
export interface Authorization {
  readonly code: string;
  /** The last ones acknowledged; undefined while the code has bought nothing. */
  tokens: Tokens | undefined;
  /** Refresh tokens that acknowledged ones took the place of. */
  readonly replaced: string[];
  isRevoked: boolean;
  pending: "redeem" | "refresh" | "revoke" | undefined;
}

export interface Work {
  readonly client: SteadyClient;
  readonly door: Door;
  readonly workers: number;
  /** Told how many questions are answered, as soon as an answer is there whole. */
  readonly onAnswer: (count: number) => void;
}

/** Signs in, redeems, refreshes twice, revokes every second time, until the process is gone. */
export async function workUntilCrash({ client, door, workers, onAnswer }: Work): Promise<Authorization[]> {
  const all: Authorization[] = [];
  let answered = 0;

  async function ask<Result>(
    authorization: Authorization,
    pending: Authorization["pending"],
    question: Promise<Result>,
  ): Promise<Result> {
    authorization.pending = pending;
    const answer = await question;
    authorization.pending = undefined;
    answered += 1;
    onAnswer(answered);
    return answer;
  }

  async function takePart(): Promise<void> {
    const code = await client.getCode(door);
    const own: Authorization = { code, tokens: undefined, replaced: [], isRevoked: false, pending: undefined };
    const isShortLived = all.push(own) % 2 === 0;
    let tokens = tokensOf(await ask(own, "redeem", client.redeem(door, code)));
    own.tokens = tokens;
    for (let time = 0; time < 2; time += 1) {
      const next = tokensOf(await ask(own, "refresh", client.refresh(door, tokens.refresh_token)));
      own.replaced.push(tokens.refresh_token);
      own.tokens = tokens = next;
    }
    if (!isShortLived) return;
    const status = await ask(own, "revoke", client.revoke(door, tokens.refresh_token));
    if (status !== 200) throw new Error(`a revocation was answered with ${status}`);
    own.isRevoked = true;
  }

  async function takePartAgainAndAgain(): Promise<void> {
    try {
      for (;;) await takePart();
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }

  await Promise.all(Array.from({ length: workers }, takePartAgainAndAgain));
  return all;
}

/** @throws when the answer is a refusal */
export function tokensOf(answer: TokenAnswer | undefined): Tokens {
  if (answer?.tokens === undefined) throw new Error(`no tokens but ${answer?.status} ${answer?.error}`);
  return answer.tokens;
}

const brokenCodes: readonly unknown[] = ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"];

/** Whether the connection ended before the answer did. */
function isBroken(error: unknown): boolean {
  return error instanceof Error && "code" in error && brokenCodes.includes(error.code);
}
