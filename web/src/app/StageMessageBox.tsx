/** Says why there is no plot, and what to do about it. */
import { observer } from "mobx-react-lite";
import type { Projection } from "../api/manifest.ts";
import type { StageMessage } from "../page/StageStore.ts";
import { usePage } from "../page/usePage.ts";
import { Mark } from "../ui/icons.tsx";
import { Words } from "../ui/Words.tsx";

const ACTIONS = { retry: "Retry", redraw: "Draw it again", "show all classes": "Show all classes" } as const;

export const StageMessageBox = observer(function StageMessageBox() {
  const { stage } = usePage();
  const { message } = stage;
  if (message === null) return null;
  return (
    <div className="message" data-state={message.state} role={message.state === "failed" ? "alert" : undefined}>
      {message.state === "loading" ? <Skeleton title={message.title} /> : <MessageText message={message} />}
    </div>
  );
});

function Skeleton({ title }: { title: string }) {
  return (
    <div className="skeleton">
      <span className="pulse" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <p>{title}…</p>
    </div>
  );
}

function MessageText({ message }: { message: StageMessage }) {
  return (
    <div className="message-text">
      <Mark />
      <h2>{message.title}</h2>
      {message.text !== "" && (
        <p>
          <Words text={message.text} />
        </p>
      )}
      {message.inStore && <p>Run this in the store folder:</p>}
      {message.command && (
        <pre>
          <code>{message.command}</code>
        </pre>
      )}
      {message.offersRuns && <RunLinks />}
      <div className="message-actions">
        {message.action && <ActionButton action={message.action} />}
        {message.instead && <InsteadButton projection={message.instead} />}
      </div>
    </div>
  );
}

function ActionButton({ action }: { action: keyof typeof ACTIONS }) {
  const page = usePage();
  const intents = {
    retry: () => {
      void page.retry();
    },
    redraw: () => {
      page.stage.drawAgain();
    },
    "show all classes": () => {
      page.classes.showAll();
    },
  };
  return (
    <button type="button" className="button" onClick={intents[action]}>
      {ACTIONS[action]}
    </button>
  );
}

const InsteadButton = observer(function InsteadButton({ projection }: { projection: Projection }) {
  const shown = usePage().projection;
  return (
    <button
      type="button"
      className="button quiet"
      onClick={() => {
        shown.showEntry(projection);
      }}
    >
      {projection.layer === shown.layer ? "Back to the last setting" : `Show ${projection.layer}`}
    </button>
  );
});

const RunLinks = observer(function RunLinks() {
  const runs = (usePage().runs.runs ?? []).filter((run) => run.problem === null);
  if (runs.length === 0) return null;
  return (
    <>
      <p id="run-links-title">Runs that can be shown:</p>
      <ul className="run-links" aria-labelledby="run-links-title">
        {runs.map((run) => (
          <li key={run.name}>
            <a href={`#/run/${encodeURIComponent(run.name)}`}>{run.name}</a>
          </li>
        ))}
      </ul>
    </>
  );
});
