/**
 * Phrases that a first-time reader has to read twice, for texts that users see: what to write instead, and an example
 * that the pattern finds. A pattern is for the dialect, never for ordinary English.
 */
export const idioms = [
  { pattern: /\bof (ours|yours|theirs)\b/i, instead: "name the owner: your proxies", example: "proxies of yours" },
  { pattern: /\bas it counts\b/i, instead: "the effective value", example: "shows each setting as it counts" },
  {
    pattern: /\b(is|are|be|was|were) told\b/i,
    instead: "gets, sees, is reported",
    example: "the caller is told to look",
  },
  { pattern: /\bhere since\b/i, instead: "created", example: "Here since Monday" },
  { pattern: /\bmade here\b/i, instead: "created by an administrator", example: "Made here" },
  { pattern: /\bcame by\b/i, instead: "registered by", example: "Came by" },
  { pattern: /\bcomes? by itself\b/i, instead: "is created automatically", example: "the client comes by itself" },
  { pattern: /\b(go|goes|going|went) on to (work|be)\b/i, instead: "keeps working", example: "What goes on to work" },
  { pattern: /\bwho for whom\b/i, instead: "client and user", example: "Who for whom" },
  { pattern: /\bwho may what\b/i, instead: "permissions", example: "Who may what" },
  { pattern: /\bwhat it may\b/i, instead: "permissions", example: "What it may" },
  { pattern: /\bwhat went on\b/i, instead: "activity", example: "What went on" },
  {
    pattern: /\bbeside the running server\b/i,
    instead: "while the server runs",
    example: "approved beside the running server",
  },
  { pattern: /\bspares? (a|the) (person|user|sign-in)\b/i, instead: "skips", example: "spares a person the pages" },
  { pattern: /\b(let|lets|letting) in\b/i, instead: "approve, accept", example: "It is let in" },
  { pattern: /\bturned away\b/i, instead: "rejected", example: "and turned away" },
  { pattern: /\bdoes for (a|an|the) \w+\b/i, instead: "is used for", example: "the copy does for a week" },
  { pattern: /\blives? shortly\b/i, instead: "is short-lived", example: "A code lives shortly" },
  { pattern: /\bwith what it buys\b/i, instead: "grant_type", example: "does not say with what it buys" },
  {
    pattern: /\bbuys? (a |the |its |both )?(tokens?|access|successor)\b/i,
    instead: "gets",
    example: "A code that buys tokens",
  },
  {
    pattern: /\b(asks?|asking) for (itself|themselves)\b/i,
    instead: "uses client_credentials",
    example: "clients that ask for themselves",
  },
  { pattern: /\bhas (one|it) to (itself)\b/i, instead: "is the only one", example: "it has one to itself" },
  { pattern: /\b(is|are) dead\b/i, instead: "is revoked, is inactive", example: "those it had are dead" },
  { pattern: /\bcarried over\b/i, instead: "imported", example: "cannot be carried over" },
  { pattern: /\b(made|hashed|drawn|written|asked) anew\b/i, instead: "again", example: "then hashed anew" },
  { pattern: /\bnobody is like this\b/i, instead: "no matches", example: "Nobody is like this." },
  { pattern: /\bnothing is allowed\b/i, instead: "no consents yet", example: "Nothing is allowed." },
  { pattern: /\bas the server says\b/i, instead: "server default", example: "As the server says" },
  { pattern: /\bwhatever it names\b/i, instead: "any resource", example: "Whatever it names" },
  { pattern: /\bthe whole trail\b/i, instead: "audit trail", example: "The whole trail" },
  {
    pattern: /\bstands? (beside|in every)\b/i,
    instead: "is next to, is in",
    example: "an MCP server stands beside it",
  },
  { pattern: /\bit is three in the morning\b/i, instead: "(leave it out)", example: "It is three in the morning." },
];

/** The idioms in a text: its phrase and what to write instead. */
export function idiomsIn(text) {
  return idioms.flatMap(({ pattern, instead }) => {
    const phrase = pattern.exec(text)?.[0];
    return phrase === undefined ? [] : [{ phrase, instead }];
  });
}
