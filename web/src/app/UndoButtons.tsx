/** The way back through the user's steps, and forward again. */
import { observer } from "mobx-react-lite";
import { iconButtonOf } from "../ui/action.ts";
import { redo, undo } from "./actions.tsx";
import { useShell } from "./useShell.ts";

export const UndoButtons = observer(function UndoButtons() {
  const shell = useShell();
  return [undo, redo].map((action) => <button key={action.id} className="round" {...iconButtonOf(action, shell)} />);
});
