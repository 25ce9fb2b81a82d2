/** A table; cells are Markdown already. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

export function code(text) {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** Several, with commas; a dash for none. */
export function codes(texts) {
  return texts.map(code).join(", ") || "–";
}

export function page(title, ...parts) {
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}

/** A block that is shown as it is. */
export function quoted(text) {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``;
}
