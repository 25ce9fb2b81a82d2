import { formatDuration } from "./time.ts";

/** A setting of the server, as it tells of it. */
interface Setting {
  name: string;
  value?: string | number | boolean | readonly string[] | undefined;
  source: string;
  spelling?: string | undefined;
}

const sources: Readonly<Record<string, string>> = {
  default: "default",
  flag: "flag",
  environment: "environment",
  alias: "alias in the environment",
  file: "line of the file",
};

/** What somebody said first: it is what differs between servers. With `search`, those that have it somewhere. */
export function settingRows<One extends Setting>(settings: readonly One[], search = ""): readonly One[] {
  const wanted = search.toLowerCase();
  const found = settings.filter((one) => textsOf(one).some((text) => text.toLowerCase().includes(wanted)));
  const isUsual = ({ source }: One): boolean => source === "default";
  return [...found.filter((one) => !isUsual(one)), ...found.filter(isUsual)];
}

function textsOf(setting: Setting): string[] {
  return [setting.name, valueText(setting) ?? "", sourceText(setting)];
}

/** Where the value comes from: `flag --port`. */
export function sourceText({ source, spelling }: Setting): string {
  const words = sources[source] ?? source;
  return spelling === undefined ? words : `${words} ${spelling}`;
}

/** As one would say it to the server; undefined where there is nothing. */
export function valueText({ value }: Setting): string | undefined {
  const text = typeof value === "object" ? value.join(" ") : String(value ?? "");
  return text === "" ? undefined : text;
}

/** What a time in seconds is in larger units: `90 days`; undefined for anything else. */
export function durationText({ name, value }: Setting): string | undefined {
  return typeof value === "number" && /(?:Ttl|Retention)$/.test(name) ? formatDuration(value) : undefined;
}
