import { ManagementError, passwordLinkPath, type User } from "@sallyport/core";
import { z } from "zod";
import type { Answer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { unequalPasswords, unfitPassword } from "../pages/account-changes.ts";
import { choosePasswordContent, deadLinkContent, passwordChosenContent } from "../pages/choose-password.ts";
import { pageAnswer } from "../pages/layout.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { accountPath, type Site } from "../request/site.ts";
import { readQuery, type Visit } from "../request/visit.ts";

const title = "Choose a password";
/** The link is what no other site has, so it also stands for the token against forged forms. */
const fields = z.object({ link: z.string(), next: z.string().min(1), again: z.string() });

/** Where a person chooses a password with a link that they were sent; nobody has to be signed in. */
export async function serveChoosePassword(site: Site, visit: Visit): Promise<Answer> {
  if (visit.request.method === "POST") return await choose(site, visit);
  const link = readQuery(visit).get("link") ?? "";
  const owner = await site.provider.account.ownerOfLink(link);
  return owner === undefined ? await refuseLink(visit) : await ask(site, { owner, link });
}

async function choose(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = fields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { link, next, again } = form.data;
  const { account } = site.provider;
  const owner = await account.ownerOfLink(link);
  if (owner === undefined) return await refuseLink(visit);
  if (next !== again) return await ask(site, { owner, link, message: unequalPasswords });
  try {
    if (!(await account.choosePassword(link, next))) return await refuseLink(visit);
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return await ask(site, { owner, link, message: unfitPassword(error) });
  }
  return await pageAnswer(200, { title, content: passwordChosenContent(accountPath(site)) }, {});
}

/** @param asked with a message when the last attempt failed */
async function ask(site: Site, asked: { owner: User; link: string; message?: string }): Promise<Answer> {
  const content = choosePasswordContent({
    ...asked,
    email: asked.owner.email,
    action: site.basePath + passwordLinkPath,
  });
  return await pageAnswer(asked.message === undefined ? 200 : 400, { title, content }, {});
}

async function refuseLink(visit: Visit): Promise<Answer> {
  visit.note.reason = "dead_password_link";
  return await pageAnswer(404, { title: "This link does not work", content: deadLinkContent() }, {});
}
