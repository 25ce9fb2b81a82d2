import { z } from "zod";

/** The id of a client or a person, as it came. */
export const idInput = z.string().min(1).max(2048);
