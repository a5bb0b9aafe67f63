/** Copies the address of exactly what is on screen. */
import { observer } from "mobx-react-lite";
import { iconButtonOf } from "../ui/action.ts";
import { copyLink } from "./actions.tsx";
import { useShell } from "./useShell.ts";

export const LinkButton = observer(function LinkButton() {
  const shell = useShell();
  return (
    <div className="tool">
      <button className="round" {...iconButtonOf(copyLink, shell)} />
      <p className="tool-note" role="status">
        {shell.link.message}
      </p>
    </div>
  );
});
