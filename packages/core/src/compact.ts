/** `value` with every member that may be undefined made optional. */
export type Compact<Value extends object> = {
  [Key in keyof Value as undefined extends Value[Key] ? never : Key]: Value[Key];
} & { [Key in keyof Value as undefined extends Value[Key] ? Key : never]?: Exclude<Value[Key], undefined> };

/**
 * Leaves the members out that are undefined, so that they are absent in JSON, in rows and in spreads.
 * @example compact({ name: "Inspector", logoUri: undefined }) // { name: "Inspector" }
 */
export function compact<Value extends object>(value: Value): Compact<Value> {
  const present = Object.entries(value).filter(([, member]) => member !== undefined);
  // Only undefined members are missing, and `Compact` says that these may be.
  return Object.fromEntries(present) as Compact<Value>;
}
