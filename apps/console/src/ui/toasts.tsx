import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import type { ReactElement } from "react";
import { buttonClass } from "./button.tsx";

const toasts = Toast.createToastManager();
const undoableMs = 10_000;

/** Shows a toast, with an Undo button if `undo` is given. */
export function showToast(title: string, undo?: () => void): void {
  if (undo === undefined) {
    toasts.add({ title });
    return;
  }
  const id = toasts.add({
    title,
    timeout: undoableMs,
    actionProps: {
      children: "Undo",
      onClick: () => {
        toasts.close(id);
        undo();
      },
    },
  });
}

/** The container of all toasts. */
export function Toasts(): ReactElement {
  return (
    <Toast.Provider toastManager={toasts}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 grid w-[calc(100vw-2rem)] max-w-sm gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList(): ReactElement[] {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-xl border border-line bg-card px-3.5 py-2.5 text-ink shadow-xl"
    >
      <Toast.Content className="flex items-center justify-between gap-3">
        <Toast.Title className="font-semibold" />
        <span className="flex items-center gap-1">
          {toast.actionProps !== undefined && <Toast.Action className={buttonClass("plain")} />}
          <Toast.Close aria-label="Close" className="rounded-md p-1 text-soft hover:bg-hover">
            <X aria-hidden size={16} />
          </Toast.Close>
        </span>
      </Toast.Content>
    </Toast.Root>
  ));
}
