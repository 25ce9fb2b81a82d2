import { type DefaultTreeAdapterTypes, parse } from "parse5";

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

export interface Control {
  readonly name: string;
  readonly value: string;
  /** `hidden`, `text`, `password`, `checkbox`, `submit` …, in lower case. */
  readonly type: string;
  readonly checked: boolean;
}

export interface Form {
  readonly action: URL;
  readonly method: string;
  readonly controls: readonly Control[];
}

export interface Page {
  readonly url: URL;
  readonly text: string;
  readonly forms: readonly Form[];
  /** Where links and `<meta http-equiv="refresh">` lead. */
  readonly links: readonly URL[];
}

/** What a browser without script sees in an HTML page. */
export function readPage(html: string, url: URL): Page {
  const elements = elementsBelow(parse(html));
  return {
    url,
    text: elements.filter(isNamed("body")).map(textOf).join(""),
    forms: elements.filter(isNamed("form")).map((form) => readForm(form, url)),
    links: elements.flatMap((element) => targetsOf(element)).map((target) => new URL(target, url)),
  };
}

function readForm(form: Element, url: URL): Form {
  return {
    action: new URL(attribute(form, "action") ?? "", url),
    method: (attribute(form, "method") ?? "get").toUpperCase(),
    controls: elementsBelow(form).filter(isNamed("input", "button")).flatMap(readControl),
  };
}

/** A control without a name is never sent. */
function readControl(element: Element): Control[] {
  const name = attribute(element, "name");
  if (name === undefined || attribute(element, "disabled") !== undefined) return [];
  const type = (attribute(element, "type") ?? (element.tagName === "button" ? "submit" : "text")).toLowerCase();
  const value = attribute(element, "value") ?? (type === "checkbox" ? "on" : "");
  return [{ name, value, type, checked: attribute(element, "checked") !== undefined }];
}

function targetsOf(element: Element): string[] {
  if (element.tagName === "a") return [attribute(element, "href")].filter((href) => href !== undefined);
  if (element.tagName !== "meta" || attribute(element, "http-equiv")?.toLowerCase() !== "refresh") return [];
  const [, target] = /^[^;]*;\s*url=(.*)$/i.exec(attribute(element, "content") ?? "") ?? [];
  return target === undefined ? [] : [target];
}

function isNamed(...names: string[]): (element: Element) => boolean {
  return ({ tagName }) => names.includes(tagName);
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}

function elementsBelow(node: Node): Element[] {
  if (!("childNodes" in node)) return [];
  return node.childNodes.flatMap((child) => ("tagName" in child ? [child, ...elementsBelow(child)] : []));
}

function textOf(node: Node): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join(" ") : "";
}
