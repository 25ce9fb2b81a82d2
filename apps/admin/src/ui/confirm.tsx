import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button, buttonClass, type ButtonLook } from "./button.tsx";
import { backdropClass, popupClass } from "./dialog.tsx";
import { FailureNotice } from "./notice.tsx";

interface Props {
  /** On the button that opens it: `Delete`. */
  label: ReactNode;
  look?: ButtonLook;
  /** The question: `Delete Notes?`. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** On the button that does it. */
  action: string;
  isDisabled?: boolean;
  onConfirm: () => Promise<unknown>;
}

/** A button whose deed is asked about first, and told when it failed. */
export function ConfirmButton(props: Props): ReactElement {
  const { label, look = "plain", title, children, action, isDisabled = false, onConfirm } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  async function confirm(): Promise<void> {
    setIsBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      setIsOpen(false);
    } catch (cause) {
      setError(cause);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <AlertDialog.Root
      open={isOpen}
      onOpenChange={(open) => {
        setError(undefined);
        setIsOpen(open);
      }}
    >
      <AlertDialog.Trigger className={buttonClass(look)} disabled={isDisabled}>
        {label}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Popup className={popupClass}>
          <AlertDialog.Title className="mb-2 text-lg font-bold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="grid gap-3">
            {children}
          </AlertDialog.Description>
          {error !== undefined && (
            <div className="mt-3">
              <FailureNotice error={error} />
            </div>
          )}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClass("plain")}>Cancel</AlertDialog.Close>
            <Button look="bad" isBusy={isBusy} onClick={() => void confirm()}>
              {action}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
