import type { BrowserCookies, InteractionView } from "@sallyport/core";
import { type Answer, leave, readBody } from "@sallyport/http";
import type { Passage, WaitingFault } from "./fault.ts";

export const denyConsent: WaitingFault = {
  kind: "waiting",
  name: "deny_consent",
  summary: "the next consent request is denied",
  options: [],
  routes: ["interaction", "decision"],
  isForAll: false,
  apply: (passage, serve) =>
    passage.exchange.route === "decision" ? turnAround(passage, serve) : answerNo(passage, serve),
};

/** For pages that were shown already. */
async function turnAround({ exchange: { context }, use }: Passage, serve: () => Promise<Answer>): Promise<Answer> {
  const form = new URLSearchParams(await readBody(context));
  if (form.get("decision") === "allow") {
    use();
    form.set("decision", "deny");
    context.body = Promise.resolve(form.toString());
  }
  return await serve();
}

async function answerNo(passage: Passage, serve: () => Promise<Answer>): Promise<Answer> {
  const { exchange, provider, use } = passage;
  const { context } = exchange;
  const cookies = exchange.cookies.read(context.request.headers.cookie);
  const view = await findView(passage, cookies);
  if (view?.kind !== "consent") return await serve();
  use();
  const { id, csrf } = view;
  const location = await provider.interactions.decide({ id, cookies }, { csrf, approved: false, scopes: [] });
  return await leave(context, location, {});
}

/** @returns undefined for a page that cannot be shown: its route says why */
async function findView(
  { exchange, provider }: Passage,
  cookies: BrowserCookies,
): Promise<InteractionView | undefined> {
  const { id } = exchange.context.request.params;
  return await provider.interactions.view(String(id), cookies).catch(() => undefined);
}
