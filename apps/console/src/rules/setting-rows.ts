import { formatDuration } from "./time.ts";

/** A setting as `settings.effective` returns it. */
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
  alias: "environment alias",
  file: "config file line",
};

/** Settings that match `search`; those that are not the default come first. */
export function settingRows<One extends Setting>(settings: readonly One[], search = ""): readonly One[] {
  const wanted = search.toLowerCase();
  const found = settings.filter((one) => textsOf(one).some((text) => text.toLowerCase().includes(wanted)));
  const isDefault = ({ source }: One): boolean => source === "default";
  return [...found.filter((one) => !isDefault(one)), ...found.filter(isDefault)];
}

function textsOf(setting: Setting): string[] {
  return [setting.name, valueText(setting) ?? "", sourceText(setting)];
}

/** Where the value comes from: `flag --port`. */
export function sourceText({ source, spelling }: Setting): string {
  const label = sources[source] ?? source;
  return spelling === undefined ? label : `${label} ${spelling}`;
}

/** The value as text; undefined if it is not set. */
export function valueText({ value }: Setting): string | undefined {
  const text = typeof value === "object" ? value.join(" ") : String(value ?? "");
  return text === "" ? undefined : text;
}

/** A duration setting in larger units: `90 days`; undefined for other settings. */
export function durationText({ name, value }: Setting): string | undefined {
  return typeof value === "number" && /(?:Ttl|Retention)$/.test(name) ? formatDuration(value) : undefined;
}
