import { Fragment, type ReactElement } from "react";

/** URIs that wrap after a slash rather than inside a name. */
export function Addresses({ uris }: { uris: readonly string[] }): ReactElement {
  const pieces = uris.join(" ").split(/(?<=\/)(?!\/)/);
  return (
    <code>
      {pieces.map((piece, index) => (
        <Fragment key={index}>
          {piece}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
