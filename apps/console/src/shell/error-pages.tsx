import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";

export function NotFound(): ReactElement {
  return (
    <Page title="Page not found">
      <p>
        No page has this URL.{" "}
        <Link to="/" className="text-accent underline">
          Go to the overview
        </Link>
        .
      </p>
    </Page>
  );
}

/** Shown if a page throws, or if its code could not be loaded. */
export function Crash(): ReactElement {
  return (
    <Page title="Something went wrong">
      <Notice tone="bad" isAlert>
        <p>The console failed or could not load this page. Reload it, especially after an update of the server.</p>
        <Button className="mt-2" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </Notice>
    </Page>
  );
}
