import { Menu } from "@base-ui/react/menu";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleUserRound } from "lucide-react";
import type { ReactElement } from "react";
import { queryClient, rpc } from "../rpc.ts";
import { useSession } from "../session.ts";
import { showToast } from "../ui/toasts.tsx";

const itemClass = "cursor-pointer rounded-md px-3 py-1.5 outline-none data-highlighted:bg-note";

/** The signed-in administrator, profile and sign-out. */
export function UserMenu(): ReactElement {
  const { email, role } = useSession();
  const navigate = useNavigate();
  const signOut = useMutation(
    rpc.session.signOut.mutationOptions({
      onSuccess: () => {
        // The next administrator must not see cached data.
        queryClient.clear();
        window.location.assign("/");
      },
      onError: () => showToast("Sign-out failed: no response from the server"),
    }),
  );
  return (
    <Menu.Root>
      <Menu.Trigger className="flex min-w-0 flex-1 items-center gap-2 rounded-lg px-2 py-1.5 text-left hover:bg-hover">
        <CircleUserRound aria-hidden size={20} className="shrink-0 text-soft" />
        <span className="min-w-0 leading-tight">
          <span className="block truncate text-sm font-semibold">{email}</span>
          <span className="block text-xs text-soft">{role}</span>
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={6} className="z-40">
          <Menu.Popup className="min-w-44 rounded-xl border border-line bg-card p-1 text-ink shadow-xl outline-none">
            <Menu.Item className={itemClass} onClick={() => void navigate({ to: "/profile" })}>
              My profile
            </Menu.Item>
            <Menu.Item className={itemClass} onClick={() => signOut.mutate()}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
