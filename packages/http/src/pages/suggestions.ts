import { html } from "hono/html";
import type { SuggestedPerson } from "../request/public-server.ts";
import type { Fragment } from "./layout.ts";

/** One button for each development account, whose password is public. Empty if there is none. */
export function suggestionsContent(offer: {
  csrf: string;
  action: string;
  people: readonly SuggestedPerson[];
}): Fragment {
  const { csrf, action, people } = offer;
  if (people.length === 0) return html``;
  return html`<h2>Or sign in as</h2>
    <p class="soft">This is a development server. Anyone can sign in as any of these users.</p>
    <div class="pick">
      ${people.map(
        ({ name, email, password }) =>
          html`<form method="post" action="${action}">
            <input type="hidden" name="csrf" value="${csrf}" />
            <input type="hidden" name="email" value="${email}" />
            <input type="hidden" name="password" value="${password}" />
            <button type="submit" class="plain">${name}</button>
          </form>`,
      )}
    </div>`;
}
