import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { inferOutput } from "@trpc/tanstack-react-query";
import { type ReactElement, useCallback } from "react";
import { rpc } from "../rpc.ts";
import { readText } from "../rules/search.ts";
import { durationText, settingRows, sourceText, valueText } from "../rules/setting-rows.ts";
import { QueryResult } from "../ui/query-result.tsx";
import { Badge } from "../ui/badge.tsx";
import { Page } from "../ui/page.tsx";
import { SearchBox } from "../ui/search-box.tsx";
import { type Column, EmptyState, Table } from "../ui/table.tsx";

const route = getRouteApi("/settings");

type Setting = inferOutput<typeof rpc.settings.effective>[number];

const columns: readonly Column<Setting>[] = [
  {
    title: "Setting",
    cell: (setting) => (
      <>
        <code className={setting.source === "default" ? "" : "font-semibold"}>{setting.name}</code>
        <span className="mt-0.5 block sm:hidden">
          <Source setting={setting} />
        </span>
      </>
    ),
  },
  { title: "Value", cell: (setting) => <Value setting={setting} /> },
  { title: "Source", cell: (setting) => <Source setting={setting} />, from: "sm" },
];

/** The effective settings of the server. */
export function SettingsPage(): ReactElement {
  const { search = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const find = useCallback(
    (text: string) => void navigate({ search: readText({ search: text }, "search"), replace: true }),
    [navigate],
  );
  const settings = useQuery(rpc.settings.effective.queryOptions());
  return (
    <Page
      title="Settings"
      about="The settings that the server runs with; changed settings come first. To change one, restart the server with the new value. Secrets are not shown."
    >
      <div role="search" aria-label="Find a setting">
        <SearchBox label="Name, value or source" value={search} onChange={find} />
      </div>
      <QueryResult query={settings}>{(known) => <SettingsTable settings={settingRows(known, search)} />}</QueryResult>
    </Page>
  );
}

function SettingsTable({ settings }: { settings: readonly Setting[] }): ReactElement {
  if (settings.length === 0) return <EmptyState>No matches</EmptyState>;
  return <Table label="Settings" rows={settings} keyOf={({ name }) => name} columns={columns} />;
}

function Value({ setting }: { setting: Setting }): ReactElement {
  const text = valueText(setting);
  const duration = durationText(setting);
  if (text === undefined) return <span className="text-soft">Not set</span>;
  return (
    <>
      <code>{text}</code> {duration !== undefined && <span className="text-soft">({duration})</span>}
    </>
  );
}

function Source({ setting }: { setting: Setting }): ReactElement {
  if (setting.source === "default") return <span className="text-soft">{sourceText(setting)}</span>;
  const { spelling, ...rest } = setting;
  return (
    <>
      <Badge tone="accent">{sourceText(rest)}</Badge> {spelling !== undefined && <code>{spelling}</code>}
    </>
  );
}
