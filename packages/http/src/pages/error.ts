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

const startAgain = "Go back to the application and try again.";

/** The text of the page by reason; see `wordsByCode` for reasons that are not in it. */
const wordsByReason: Readonly<Record<string, Words>> = {
  gone: {
    title: "This page has expired",
    happened: "The sign-in is already complete, or it took too long.",
    todo: startAgain,
  },
  other_browser: {
    title: "This page was opened in another browser",
    happened: "The sign-in was started in another browser, or this browser blocks cookies.",
    todo: "Start again from the application in this browser.",
  },
  csrf: {
    title: "The form could not be accepted",
    happened: "The form did not come from a page of this server in this browser.",
    todo: startAgain,
  },
  foreign_origin: {
    title: "The form could not be accepted",
    happened: "The form was sent from another site.",
    todo: `No changes were made. ${startAgain}`,
  },
  pending_client: {
    title: "This application is waiting for approval",
    happened: "An administrator must approve this application before you can use it.",
    todo: "Ask your administrator, then start again from the application.",
  },
  not_found: {
    title: "Page not found",
    happened: "There is no page at this address.",
    todo: "Check the address, or start again from the application.",
  },
};

const wordsByCode: Readonly<Record<string, Words>> = {
  invalid_client: {
    title: "Unknown application",
    happened: "The application that sent you here is not registered with this server, or its registration was deleted.",
    todo: "Remove the connection in the application, then add it again. The application then registers again.",
  },
  temporarily_unavailable: {
    title: "Temporarily unavailable",
    happened: "The server cannot handle your request right now.",
    todo: "Try again in a few minutes.",
  },
  server_error: {
    title: "Something went wrong",
    happened: "An error on the server stopped your request.",
    todo: "Try again in a few minutes. If the error continues, send the code below to your administrator.",
  },
};

const tooMany: Words = {
  title: "Too many attempts",
  happened: "There were too many requests from your network in a short time.",
  todo: "Wait, then try again.",
};

const otherwise: Words = {
  title: "The application sent an invalid request",
  happened: "The request does not match the registration of the application, so it was blocked for your safety.",
  todo: `${startAgain} If this happens again, contact the developer of the application.`,
};

/** The page for a person whose request failed. It shows nothing from the request itself. */
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

/** The error id for the administrator, and a link to the explanation. */
export function errorIdLines({ errorId, errorUri }: Note): Fragment | "" {
  if (errorId === undefined) return "";
  return html`<p class="soft">To get help, send this code to your administrator: <code>${errorId}</code></p>
    ${errorUri === undefined ? "" : html`<p class="soft">For administrators: <a href="${errorUri}">why the request was refused</a></p>`}`;
}

function wordsFor({ status, error, reason }: Problem): Words {
  if (status === 429) return tooMany;
  return wordsByReason[reason] ?? wordsByCode[error] ?? otherwise;
}

/** A duration in words: `45 seconds`, `15 minutes`. */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
