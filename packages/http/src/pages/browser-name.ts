import Bowser from "bowser";

/** The browser and system that a `User-Agent` header claims, as people call them; undefined when it names none. */
export function browserName(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined || userAgent === "") return undefined;
  const { browser, os } = Bowser.parse(userAgent);
  const names = [browser.name, os.name].filter((name) => name !== undefined && name !== "");
  return names.length === 0 ? undefined : names.join(" on ");
}
