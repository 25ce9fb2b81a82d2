import type { Account } from "./options.ts";

export interface Form {
  readonly action: string;
  readonly inputs: readonly Input[];
}

interface Input {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly isChecked: boolean;
  /** What a person reads on a button. */
  readonly label: string;
}

const agreement = /^\s*(?:allow|approve|accept|agree|authori[sz]e|continue|yes|confirm|ok)\b/i;
const refusal = /deny|cancel|reject|decline|refuse/i;

/** The forms of a page that lead somewhere, by patterns: a page with a form is all that is expected. */
export function readForms(html: string, url: string): readonly Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].flatMap(([, tag = "", body = ""]) => {
    const action = attribute(tag, "action") ?? "";
    return URL.canParse(action, url) ? [{ action: new URL(action, url).href, inputs: readInputs(body) }] : [];
  });
}

function readInputs(body: string): readonly Input[] {
  return [...body.matchAll(/<(input|button)\b([^>]*)>([^<]*)/gi)].map(([, element = "", own = "", text = ""]) =>
    element.toLowerCase() === "button" ? readButton(own, text) : readInput(own),
  );
}

function readButton(tag: string, label: string): Input {
  const type = attribute(tag, "type")?.toLowerCase() ?? "submit";
  return { name: attribute(tag, "name") ?? "", type, value: attribute(tag, "value") ?? "", isChecked: false, label };
}

function readInput(tag: string): Input {
  const type = attribute(tag, "type")?.toLowerCase() ?? "text";
  const value = attribute(tag, "value") ?? (type === "checkbox" ? "on" : "");
  return { name: attribute(tag, "name") ?? "", type, value, isChecked: /\schecked\b/i.test(tag), label: value };
}

/** The form with a password, filled in. */
export function fillSignIn(forms: readonly Form[], account: Account): Filled | undefined {
  const form = forms.find(({ inputs }) => inputs.some(({ type }) => type === "password"));
  if (form === undefined) return undefined;
  const fields = kept(form);
  for (const { name, type } of form.inputs) {
    if (type === "password") fields.set(name, account.password);
    if (type === "email" || type === "text") fields.set(name, account.email);
  }
  return { action: form.action, fields };
}

/** The form that says yes, with everything that it offers. */
export function fillConsent(forms: readonly Form[]): Filled | undefined {
  for (const form of forms) {
    const buttons = form.inputs.filter(({ type }) => type === "submit");
    const yes = buttons.find(({ label, value }) => agreement.test(label) || agreement.test(value));
    if (yes === undefined || refusal.test(yes.label)) continue;
    const fields = kept(form);
    if (yes.name !== "") fields.set(yes.name, yes.value);
    return { action: form.action, fields };
  }
  return undefined;
}

export interface Filled {
  readonly action: string;
  readonly fields: URLSearchParams;
}

function kept(form: Form): URLSearchParams {
  const fields = new URLSearchParams();
  for (const { name, type, value, isChecked } of form.inputs) {
    if (name !== "" && (type === "hidden" || (type === "checkbox" && isChecked))) fields.append(name, value);
  }
  return fields;
}

const entities: Readonly<Record<string, string>> = { amp: "&", quot: '"', lt: "<", gt: ">", "#39": "'", "#x27": "'" };

function attribute(tag: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(tag) ?? [];
  const text = double ?? single ?? bare;
  return text?.replaceAll(/&(#?\w+);/g, (whole, entity: string) => entities[entity.toLowerCase()] ?? whole);
}
