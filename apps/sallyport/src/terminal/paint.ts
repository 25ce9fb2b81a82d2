import { styleText } from "node:util";

export type Style = "dim" | "green" | "yellow" | "red" | "cyan";

/** Colours a piece of text, or leaves it. */
export type Paint = (style: Style, text: string) => string;

export const leavePlain: Paint = (_style, text) => text;

/** For standard error: plain unless it is a terminal, and where `NO_COLOR` asks for it. */
export const paintErrors: Paint = (style, text) => styleText(style, text, { stream: process.stderr });
