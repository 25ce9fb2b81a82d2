let common: ReadonlySet<string> | undefined;

/** Whether the password is, in any case of its letters, one of about 49,000 that were found most often in leaks. */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= await loadCommon();
  return common.has(password.toLowerCase());
}

/** The list has 0.4 MB: it is loaded when somebody chooses a password. */
async function loadCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"]);
}
