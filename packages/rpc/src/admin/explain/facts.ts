import { z } from "zod";

/** What a request said, or what it was held against. */
export const facts = z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()]));
