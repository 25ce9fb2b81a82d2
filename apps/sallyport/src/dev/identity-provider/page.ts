import { type Answer, pageAnswer } from "@sallyport/http";
import { html } from "hono/html";
import { personClaims, subjects } from "./subjects.ts";

/** Links, since a form may not lead to another origin. `choose` is the address that stands for a person. */
export async function pickPage(offer: {
  clientId: string;
  choose: (subject: string) => string;
  deny: string;
}): Promise<Answer> {
  const { clientId, choose, deny } = offer;
  const content = html`<h1>Who are you?</h1>
    <p class="soft">
      <strong>${clientId}</strong> asks the identity provider of this development server, where everybody may be
      anybody.
    </p>
    <div class="pick">
      ${subjects.map(
        (subject) =>
          html`<a class="button plain" href="${choose(subject)}">${personClaims(subject).name ?? subject}</a>`,
      )}
    </div>
    <footer><a href="${deny}">Sign in as nobody</a></footer>`;
  return await pageAnswer(200, { title: "Pick a person", content }, { "Cache-Control": "no-store" });
}

export async function refusalPage(why: string): Promise<Answer> {
  const content = html`<h1>This request cannot be answered</h1>
    <div class="box bad" role="alert"><p>${why}</p></div>
    <p class="soft">It came to the identity provider of a development server.</p>`;
  return await pageAnswer(400, { title: "Refused", content }, { "Cache-Control": "no-store" });
}
