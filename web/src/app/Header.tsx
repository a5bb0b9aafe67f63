/** The top of the page: the product, the run on it, and the theme. */
import { observer } from "mobx-react-lite";
import { SaveMenu } from "../export/SaveMenu.tsx";
import { usePage } from "../page/usePage.ts";
import { FindBar } from "../tools/find/FindBar.tsx";
import { Mark } from "../ui/icons.tsx";
import { count, shortCount } from "../ui/format.ts";
import { HelpButton } from "./HelpDialog.tsx";
import { LinkButton } from "./LinkButton.tsx";
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
      <FindBar />
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

const RunFacts = observer(function RunFacts() {
  const { manifest } = usePage().run;
  if (manifest === null) return <p className="facts" />;
  const { model, dataset } = manifest;
  const parameters = model?.parameters ? ` (${shortCount(model.parameters)} parameters)` : "";
  const facts = [
    model === null ? null : `${model.name}${parameters}`,
    [dataset.name, dataset.classes.length === 0 ? "" : `${count(dataset.classes.length)} classes`]
      .filter((part) => part !== "")
      .join(", "),
    `${count(manifest.sample_count)} samples`,
    `${count(manifest.epochs.length)} epochs`,
    manifest.compact ? "compact copy" : null,
  ];
  return (
    <p className="facts">
      {facts
        .filter((fact) => fact !== null)
        .map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
    </p>
  );
});
