/** Requests a setting that is not there yet and shows its progress; shown only if the server takes jobs. */
import { observer } from "mobx-react-lite";
import { useEffect, useId, useRef } from "react";
import type { SubmitEvent } from "react";
import type { Job } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { count, percent } from "../ui/format.ts";
import { NumberField } from "../ui/NumberField.tsx";
import { Words } from "../ui/Words.tsx";

const STEPS: Record<Job["step"], string> = {
  starting: "Starting",
  neighbors: "Finding neighbors",
  aligning: "Projecting all epochs",
  comparing: "Projecting all epochs",
  appending: "Projecting the new epochs",
  scoring: "Measuring its quality",
  placing: "Aligning it with the other projections",
  stopping: "Stopping",
};

export const OnDemand = observer(function OnDemand() {
  const { jobs } = usePage();
  const form = useId();
  const all = useRef<HTMLDivElement>(null);
  const { open, running } = jobs;
  useEffect(() => {
    if (open) all.current?.scrollIntoView({ block: "nearest" });
  }, [open, running]);
  if (!jobs.offered) return null;
  return (
    <div className="on-demand" ref={all}>
      <button
        type="button"
        className="unfold"
        aria-expanded={open}
        aria-controls={form}
        onClick={() => {
          jobs.toggle();
        }}
      >
        Compute another setting…
      </button>
      <div id={form} hidden={!open}>
        {open && <SettingForm />}
      </div>
      {jobs.job !== null && running && <Running job={jobs.job} />}
      <p className="hint" aria-live="polite">
        {jobs.problem !== null ? (
          <Words text={jobs.problem.message} />
        ) : (
          jobs.job !== null && !running && <Ended job={jobs.job} />
        )}
      </p>
    </div>
  );
});

const SettingForm = observer(function SettingForm() {
  const { jobs, projection, timeline } = usePage();
  const { n_neighbors: nNeighbors = 15, min_dist: minDist = 0.1 } = projection.hasValues
    ? (projection.entry ?? {})
    : {};
  const layOut = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget);
    void jobs.layOut(Number(said.get("n_neighbors")), Number(said.get("min_dist")));
  };
  return (
    <form className="setting-form" onSubmit={layOut}>
      {jobs.bounds !== null && (
        <>
          <BoundedField name="n_neighbors" value={nNeighbors} bounds={jobs.bounds.n_neighbors} step={1} />
          <BoundedField name="min_dist" value={minDist} bounds={jobs.bounds.min_dist} step="any" />
        </>
      )}
      {/* Not disabled, which would take the focus away from the button just pressed. */}
      <button type="submit" className="button small" aria-disabled={jobs.running || jobs.status === "loading"}>
        Compute
      </button>
      <p>{`Computes the projection of ${projection.layer ?? ""} for all ${timeline.say("epochs")}. You can keep using the current view.`}</p>
    </form>
  );
});

function BoundedField({
  name,
  value,
  bounds: { smallest, largest },
  step,
}: {
  name: string;
  value: number;
  bounds: { readonly smallest: number; readonly largest: number };
  step: number | "any";
}) {
  return (
    <NumberField
      label={name}
      name={name}
      value={value}
      least={smallest}
      most={largest}
      step={step}
      required
      description={`From ${smallest} to ${count(largest)}.`}
    />
  );
}

const Running = observer(function Running({ job }: { job: Job }) {
  const { jobs, timeline } = usePage();
  const share = jobs.share ?? undefined;
  return (
    <div className="running">
      <p>
        <strong>{settingOf(job)}</strong>
      </p>
      <progress aria-label={`Computing ${settingOf(job)}`} max={1} {...(share === undefined ? {} : { value: share })} />
      <div className="panel-head">
        <span className="hint" aria-live="polite">
          {jobs.silent ? "Can’t reach the server; retrying" : timeline.say(STEPS[job.step])}
        </span>
        <span className="hint">
          {[
            share === undefined ? null : percent(share, 0),
            jobs.secondsLeft === null ? null : timeLeft(jobs.secondsLeft),
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
      </div>
      <div className="chips">
        <button
          type="button"
          onClick={() => {
            void jobs.cancel();
          }}
        >
          Cancel
        </button>
      </div>
    </div>
  );
});

const Ended = observer(function Ended({ job }: { job: Job }) {
  const { jobs } = usePage();
  if (job.state === "failed")
    return `Couldn’t compute ${settingOf(job)}: ${job.message ?? "the server gave no reason"}`;
  if (job.state === "canceled") return `${settingOf(job)} was canceled.`;
  return (
    <>
      {`Projection ready: ${settingOf(job)}.`}
      {jobs.canShow && (
        <>
          {" "}
          <button
            type="button"
            className="link"
            onClick={() => {
              jobs.show();
            }}
          >
            Show it
          </button>
        </>
      )}
    </>
  );
});

function settingOf({ layer, n_neighbors: nNeighbors, min_dist: minDist }: Job): string {
  return `${layer}, n_neighbors ${nNeighbors}, min_dist ${minDist}`;
}

function timeLeft(seconds: number): string {
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}
