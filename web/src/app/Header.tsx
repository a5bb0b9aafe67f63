/** The top of the page: the product, the run on it, and the theme. */
import { observer } from "mobx-react-lite";
import { SaveMenu } from "../export/SaveMenu.tsx";
import { usePage } from "../page/usePage.ts";
import { FindBar } from "../tools/find/FindBar.tsx";
import { Mark } from "../ui/icons.tsx";
import { factsOf } from "./facts.ts";
import { HelpButton } from "./HelpDialog.tsx";
import { LinkButton } from "./LinkButton.tsx";
import { ModeSwitch } from "./ModeSwitch.tsx";
import { RunPicker } from "./RunPicker.tsx";
import { UndoButtons } from "./UndoButtons.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { useShell } from "./useShell.ts";

export function Header() {
  const { save } = useShell();
  return (
    <header className="header">
      <a className="brand" href="#/">
        <Mark />
        <h1>Epochscope</h1>
      </a>
      <RunPicker />
      <ModeSwitch />
      <Find />
      <RunFacts />
      <div className="tools">
        <UndoButtons />
        <LinkButton />
        <SaveMenu save={save} />
        <HelpButton />
      </div>
      <ThemeSwitch />
    </header>
  );
}

/** Finds samples, on the map or to look at. */
const Find = observer(function Find() {
  return usePage().mode.findsSamples ? <FindBar /> : null;
});

const RunFacts = observer(function RunFacts() {
  const { manifest } = usePage().run;
  return (
    <p className="facts">
      {factsOf(manifest).map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
});
