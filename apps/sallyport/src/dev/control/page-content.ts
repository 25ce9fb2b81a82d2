import { routeNames } from "@sallyport/http";
import { html } from "hono/html";
import { describeFaults } from "./faults.ts";
import type { ControlContext } from "./control-context.ts";

type Fragment = ReturnType<typeof html>;

interface Shown {
  control: ControlContext;
  csrf: string;
  /** What the last button did. */
  outcome: string | undefined;
  isBad: boolean;
}

const example = '{ "users": [{ "email": "eve@example.com", "password": "eve-password" }] }';
const shownRequests = 25;

export function pageContent({ control, csrf, outcome, isBad }: Shown): Fragment {
  return html`<h1>Developer tools</h1>
    <p class="soft">
      Clock, faults and requests of <code>${control.provider().config.issuer}</code>. Also available as the commands
      <code>sallyport clock</code>, <code>faults</code>, <code>requests</code> and <code>state</code>, and as an HTTP
      API at <code>/dev/control</code>.
    </p>
    ${outcome === undefined ? "" : html`<div class="box ${isBad ? "bad" : ""}" role="status"><p>${outcome}</p></div>`}
    ${clockContent(control, csrf)} ${faultsContent(control, csrf)} ${requestsContent(control)}
    <h2>Create test data</h2>
    <form method="post" class="bar">
      ${hidden(csrf, "seed")}
      <label class="wide">
        Users, resources and clients, as JSON<textarea name="data" rows="3" required>${example}</textarea>
      </label>
      <button type="submit" class="plain">Create</button>
    </form>
    <h2>Reset</h2>
    ${button(csrf, "reset", "Reset")}`;
}

function hidden(csrf: string, action: string): Fragment {
  return html`<input type="hidden" name="csrf" value="${csrf}" /><input
      type="hidden"
      name="action"
      value="${action}"
    />`;
}

function button(csrf: string, action: string, label: string): Fragment {
  return html`<form method="post" class="bar">
    ${hidden(csrf, action)}<button type="submit" class="plain">${label}</button>
  </form>`;
}

function clockContent({ clock }: ControlContext, csrf: string): Fragment {
  const { time, isFrozen, movedSeconds, skewSeconds } = clock.view();
  const moves = [
    ...(movedSeconds === 0 ? [] : [`moved by ${movedSeconds} seconds`]),
    ...(skewSeconds === 0 ? [] : [`${skewSeconds} seconds of skew`]),
    ...(isFrozen ? ["frozen"] : []),
  ];
  return html`<h2>Clock</h2>
    <p><code>${time}</code> ${moves.join(", ")}</p>
    <form method="post" class="bar">
      ${hidden(csrf, "advance")}
      <label>Seconds forward<input name="seconds" type="number" min="1" value="3600" required /></label>
      <button type="submit">Advance</button>
    </form>
    <form method="post" class="bar">
      ${hidden(csrf, "skew")}
      <label>Seconds ahead of the demo<input name="seconds" type="number" value="${skewSeconds}" required /></label>
      <button type="submit" class="plain">Skew</button>
    </form>
    ${isFrozen ? button(csrf, "resume", "Resume") : button(csrf, "freeze", "Freeze")}`;
}

function faultsContent({ queue }: ControlContext, csrf: string): Fragment {
  const waiting = queue.list();
  return html`<h2>Faults</h2>
    <form method="post" class="bar">
      ${hidden(csrf, "set")}
      <label class="wide"
        >Fault<select name="fault">
          ${describeFaults().map(
            ({ name, summary }) => html`<option value="${name}" title="${summary}">${name}: ${summary}</option>`,
          )}
        </select></label
      >
      <label>Next requests, or all<input name="next" placeholder="1" pattern="[0-9]{1,5}|all" /></label>
      <label
        >Route<select name="route">
          <option value="">usual</option>
          ${routeNames.map((name) => html`<option>${name}</option>`)}
        </select></label
      >
      <label>Client id<input name="clientId" placeholder="any" /></label>
      <label>Grant type<input name="grantType" placeholder="any" /></label>
      <label>Seconds<input name="seconds" type="number" min="0" max="600" placeholder="default" /></label>
      <label>Status<input name="status" type="number" min="500" max="599" placeholder="500" /></label>
      <label>Issuer<input name="issuer" placeholder="default" /></label>
      <button type="submit">Set</button>
    </form>
    ${
      waiting.length === 0
        ? html`<p class="soft">No pending faults.</p>`
        : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th>Fault</th>
                    <th>Left</th>
                    <th>Route</th>
                    <th>Client</th>
                  </tr>
                </thead>
                <tbody>
                  ${waiting.map(
                    ({ fault, left, route = "default", clientId = "any" }) =>
                      html`<tr>
                        <td>${fault}</td>
                        <td>${left}</td>
                        <td>${route}</td>
                        <td>${clientId}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
            ${button(csrf, "clear", "Clear faults")}`
    }`;
}

function requestsContent({ requests }: ControlContext): Fragment {
  const last = requests.list().slice(-shownRequests).toReversed();
  if (last.length === 0)
    return html`<h2>Requests</h2>
      <p class="soft">No requests yet.</p>`;
  return html`<h2>Requests</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th>Request</th>
            <th>Status</th>
            <th>Client</th>
            <th>Error</th>
          </tr>
        </thead>
        <tbody>
          ${last.map(
            ({ at, method, route, status, clientId = "", error = "", reason = "", errorId, faults }) =>
              html`<tr>
                <td>${at.slice(11, 19)}</td>
                <td>${method} ${route}</td>
                <td>${status}</td>
                <td>${clientId.slice(0, 40)}</td>
                <td class="words">
                  ${error} ${errorId === undefined ? reason : html`<a href="/dev/errors/${errorId}">${reason}</a>`}
                  ${faults.map((fault) => `[${fault}]`).join(" ")}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
