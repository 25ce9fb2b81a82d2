import { useMutation } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { queryClient, rpc } from "../rpc.ts";
import { describeFailure } from "../rules/failure.ts";
import { Button } from "../ui/button.tsx";
import { showToast } from "../ui/toasts.tsx";

/** Downloads all data about one user as a JSON file. */
export function ExportUserButton({ userId, email }: { userId: string; email: string }): ReactElement {
  const read = useMutation({
    mutationFn: () =>
      queryClient.fetchQuery(rpc.users.exportData.queryOptions({ userId }, { gcTime: 0, staleTime: 0 })),
    onSuccess: (data) => saveFile(`${email}.json`, JSON.stringify(data, undefined, 2)),
    onError: (error) => showToast(describeFailure(error).text),
  });
  return (
    <Button isBusy={read.isPending} onClick={() => read.mutate()}>
      Export
    </Button>
  );
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
