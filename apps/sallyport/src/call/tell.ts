/** Tells a step that was made: what, and more about it. */
export type Tell = (what: string, more: string) => void;
