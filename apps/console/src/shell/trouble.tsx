import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";

export function NotFound(): ReactElement {
  return (
    <Page title="There is no such page">
      <p>
        The address leads nowhere.{" "}
        <Link to="/" className="text-accent underline">
          Go to the overview
        </Link>
        .
      </p>
    </Page>
  );
}

/** A mistake of the console itself, or a part of it that did not come. */
export function Crash(): ReactElement {
  return (
    <Page title="This page does not work">
      <Notice tone="bad" isAlert>
        <p>The console failed, or a part of it could not be loaded: after an update of the server, load it again.</p>
        <Button className="mt-2" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </Notice>
    </Page>
  );
}
