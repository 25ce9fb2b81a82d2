/** The key under which the consent for a set of resources is kept. */
export function resourcesKey(resources: readonly string[]): string {
  return resources.toSorted().join(" ");
}

/** The resources of a key. */
export function listedResources(key: string): readonly string[] {
  return key === "" ? [] : key.split(" ");
}
