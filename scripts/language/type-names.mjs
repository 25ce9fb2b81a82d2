import { parseSync } from "oxc-parser";

/** Names of the types and interfaces that a source exports where it declares them. */
function exportedTypes(file, source) {
  return parseSync(file, source).program.body.flatMap(({ type, declaration }) =>
    type === "ExportNamedDeclaration" &&
    (declaration?.type === "TSTypeAliasDeclaration" || declaration?.type === "TSInterfaceDeclaration")
      ? [declaration.id.name]
      : [],
  );
}

/** Types that two files of one package export under one name. Tests may repeat names. */
export function repeatedTypes(sources) {
  const places = new Map();
  for (const { path, text } of sources) {
    const folder = path.split("/").slice(0, 2).join("/");
    for (const name of exportedTypes(path, text)) {
      const key = `${folder}: ${name}`;
      places.set(key, [...(places.get(key) ?? []), path]);
    }
  }
  return [...places].flatMap(([key, paths]) =>
    paths.length > 1 ? [`${key} is exported by ${paths.join(" and ")}`] : [],
  );
}
