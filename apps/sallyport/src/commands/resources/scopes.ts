/** Names separated by spaces, or one name with its words: `name=words for people`. */
export function readScopes(text: string): { name: string; description?: string }[] {
  const [name = "", ...words] = text.split("=");
  if (words.length > 0) return [{ name, description: words.join("=") }];
  return text.split(" ").flatMap((one) => (one === "" ? [] : [{ name: one }]));
}
