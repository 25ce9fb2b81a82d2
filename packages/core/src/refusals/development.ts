import type { Explanation } from "./row.ts";

/** What `sallyport dev` refuses on request; the fault decides the error. */
export const developmentExplanations = {
  dev_fault: {
    rule: "A fault was set at this development server (`sallyport faults list`)",
    meaning: "Nothing is wrong with the request. The development server was told to fail it.",
    fix: "Check how the client handles this error, or remove the fault with `sallyport faults clear`.",
  },
} satisfies Readonly<Record<string, Explanation>>;
