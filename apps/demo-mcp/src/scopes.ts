export interface DemoScope {
  readonly name: string;
  /** For the consent page. */
  readonly words: string;
}

export const readScope = "demo:read";
export const writeScope = "demo:write";

/** The scopes of the demo; an authorization server registers them with its resource. */
export const demoScopes: readonly DemoScope[] = [
  { name: readScope, words: "See who you are in the demo" },
  { name: writeScope, words: "Write notes in the demo" },
];
