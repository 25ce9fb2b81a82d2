import { html } from "hono/html";
import type { Answer } from "../request/answer.ts";
import type { Problem } from "../request/problem.ts";
import type { Note } from "../request/request-context.ts";
import { type Fragment, pageAnswer } from "./layout.ts";

interface Words {
  title: string;
  happened: string;
  todo: string;
}

const startAgain = "Go back to where you started, and try again.";

/** What to tell a person, by the reason; by the status where the reason has no words of its own. */
const wordsByReason: Readonly<Record<string, Words>> = {
  gone: {
    title: "This page has expired",
    happened: "The sign-in that this page belonged to is finished, or it has waited too long.",
    todo: startAgain,
  },
  other_browser: {
    title: "This page belongs to another browser",
    happened: "The sign-in was started in another browser, or this browser does not keep cookies.",
    todo: "Start again from the application, in this browser.",
  },
  csrf: {
    title: "The form could not be accepted",
    happened: "The form did not come from the page that this server showed you.",
    todo: startAgain,
  },
  foreign_origin: {
    title: "The form could not be accepted",
    happened: "The form was sent from another site.",
    todo: `Nothing was changed. ${startAgain}`,
  },
  pending_client: {
    title: "This application waits for approval",
    happened: "It is new here, and somebody who runs this server has to approve it first.",
    todo: "Ask them, then start again from the application.",
  },
  not_found: {
    title: "There is nothing here",
    happened: "No page has this address.",
    todo: "Check the address, or start again from the application.",
  },
};

const wordsByCode: Readonly<Record<string, Words>> = {
  invalid_client: {
    title: "This application is not known here",
    happened: "The application that sent you is not registered with this server, or no longer.",
    todo: "Remove the connection in the application and add it again; it will then register anew.",
  },
  temporarily_unavailable: {
    title: "Please wait a moment",
    happened: "The server cannot answer just now.",
    todo: "Try again a little later.",
  },
  server_error: {
    title: "Something went wrong here",
    happened: "The server could not finish what you asked for. It is not your fault.",
    todo: "Try again a little later. If it stays so, tell the people who run this server, with the code below.",
  },
};

const tooMany: Words = {
  title: "Too many attempts",
  happened: "There were too many requests from your network in a short time.",
  todo: "Wait, then try again.",
};

const otherwise: Words = {
  title: "The application sent a request that cannot be used",
  happened: "The request does not fit what the application has registered here, so it was stopped for your safety.",
  todo: `${startAgain} If it happens again, tell the people who make the application.`,
};

/** The page for a person whose request failed. Of the request itself it shows nothing. */
export async function errorPage(problem: Problem, note: Note): Promise<Answer> {
  const words = wordsFor(problem);
  const wait = problem.headers["Retry-After"];
  const content = html`<h1>${words.title}</h1>
    <div role="alert">
      <p>${words.happened}</p>
      <p>${words.todo}</p>
    </div>
    ${wait === undefined ? "" : html`<p>You can try again in ${inWords(Number(wait))}.</p>`}
    <p class="soft">Error code: <code>${problem.error}</code></p>
    ${errorIdLines(note)}`;
  return await pageAnswer(problem.status, { title: words.title, content }, problem.headers);
}

/** What the people who run the server need to look the refusal up, and where they can. */
export function errorIdLines({ errorId, errorUri }: Note): Fragment | "" {
  if (errorId === undefined) return "";
  return html`<p class="soft">
      To ask for help, tell this code to the people who run this server: <code>${errorId}</code>
    </p>
    ${errorUri === undefined ? "" : html`<p class="soft">For them: <a href="${errorUri}">why it was refused</a></p>`}`;
}

function wordsFor({ status, error, reason }: Problem): Words {
  if (status === 429) return tooMany;
  return wordsByReason[reason] ?? wordsByCode[error] ?? otherwise;
}

/** A waiting time as people say it. */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
