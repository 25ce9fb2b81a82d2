import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation } from "@tanstack/react-query";
import { type ReactElement, type ReactNode, useState } from "react";
import { Button, buttonClass, type ButtonLook } from "./button.tsx";
import { backdropClass, popupClass } from "./dialog.tsx";
import { TextField } from "./text-field.tsx";
import { FailureNotice } from "./notice.tsx";

interface Props {
  /** The label of the button: `Delete`. */
  label: ReactNode;
  look?: ButtonLook;
  /** The question: `Delete Notes?`. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The label of the confirm button. */
  action: string;
  /** The administrator has to type this first. */
  word?: string;
  onConfirm: () => Promise<unknown>;
}

/** A button that asks for confirmation, and shows the error if the action fails. */
export function ConfirmButton(props: Props): ReactElement {
  const { label, look = "plain", title, children } = props;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <AlertDialog.Trigger className={buttonClass(look)}>{label}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={backdropClass} />
        <AlertDialog.Popup className={popupClass}>
          <AlertDialog.Title className="mb-2 text-lg font-bold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="grid gap-3">
            {children}
          </AlertDialog.Description>
          <Decision {...props} onDone={() => setIsOpen(false)} />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Decision({ action, word, onConfirm, onDone }: Props & { onDone: () => void }): ReactElement {
  const [typed, setTyped] = useState("");
  const mutation = useMutation({ mutationFn: onConfirm, onSuccess: onDone });
  return (
    <div className="mt-4 grid gap-4">
      {word !== undefined && (
        <TextField label={`Type ${word} to confirm`} value={typed} autoComplete="off" onChange={setTyped} />
      )}
      {mutation.isError && <FailureNotice error={mutation.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <AlertDialog.Close className={buttonClass("plain")}>Cancel</AlertDialog.Close>
        <Button
          look="bad"
          isBusy={mutation.isPending}
          disabled={word !== undefined && typed !== word}
          onClick={() => mutation.mutate()}
        >
          {action}
        </Button>
      </div>
    </div>
  );
}
