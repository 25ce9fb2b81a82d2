type Present<Members extends object> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & { [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<Members[Name], undefined> };

/** The members that have a value: what is absent goes out as nothing, not as `null` with a note. */
export function present<Members extends object>(members: Members): Present<Members> {
  // Filtering cannot be expressed in the type of `fromEntries`.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<Members>;
}
