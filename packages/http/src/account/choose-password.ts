import { ManagementError, passwordLinkPath, type User } from "@sallyport/core";
import { z } from "zod";
import type { Answer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { unequalPasswords, unfitPassword } from "../pages/account-changes.ts";
import { choosePasswordContent, deadLinkContent, passwordChosenContent } from "../pages/choose-password.ts";
import { pageAnswer } from "../pages/layout.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { accountPath, type PublicServer } from "../request/public-server.ts";
import { readQuery, type RequestContext } from "../request/request-context.ts";

const title = "Choose a password";
/** The link is what no other site has, so it also stands for the token against forged forms. */
const fields = z.object({ link: z.string(), next: z.string().min(1), again: z.string() });

/** Where a person chooses a password with a link that they were sent; nobody has to be signed in. */
export async function serveChoosePassword(server: PublicServer, context: RequestContext): Promise<Answer> {
  if (context.request.method === "POST") return await choose(server, context);
  const link = readQuery(context).get("link") ?? "";
  const owner = await server.provider.account.ownerOfLink(link);
  return owner === undefined ? await refuseLink(context) : await ask(server, { owner, link });
}

async function choose(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = fields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { link, next, again } = form.data;
  const { account } = server.provider;
  const owner = await account.ownerOfLink(link);
  if (owner === undefined) return await refuseLink(context);
  if (next !== again) return await ask(server, { owner, link, message: unequalPasswords });
  try {
    if (!(await account.choosePassword(link, next))) return await refuseLink(context);
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return await ask(server, { owner, link, message: unfitPassword(error) });
  }
  return await pageAnswer(200, { title, content: passwordChosenContent(accountPath(server)) }, {});
}

/** @param asked with a message when the last attempt failed */
async function ask(server: PublicServer, asked: { owner: User; link: string; message?: string }): Promise<Answer> {
  const content = choosePasswordContent({
    ...asked,
    email: asked.owner.email,
    action: server.basePath + passwordLinkPath,
  });
  return await pageAnswer(asked.message === undefined ? 200 : 400, { title, content }, {});
}

async function refuseLink(context: RequestContext): Promise<Answer> {
  context.note.reason = "dead_password_link";
  return await pageAnswer(404, { title: "This link does not work", content: deadLinkContent() }, {});
}
